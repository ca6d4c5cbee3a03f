import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleLambda, type Bundle, type BundleName } from '../../../scripts/lambda-bundles.ts';

const made = new Map<BundleName, Promise<Bundle[]>>();
const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-bundles-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Makes the bundle as it is deployed, once for all tests of a file, and gives its folder. */
export async function bundledFunction(name: BundleName): Promise<string> {
  const bundle = made.get(name) ?? bundleLambda(folder, [name]);
  made.set(name, bundle);
  await bundle;
  return folder;
}
