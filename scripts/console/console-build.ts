import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { root } from '../tools/root.ts';
import { runNode } from '../tools/run-node.ts';
import { tool } from '../tools/tool.ts';
import { compressFiles } from './compress-files.ts';

/** What the built console is made of. */
const ingredients = [
  'frontend/src/**/*',
  'frontend/public/**/*',
  'frontend/*.json',
  'contracts/src/**/*.ts',
  'contracts/package.json',
  'package-lock.json',
];

const stamp = path.join(root, 'frontend/dist/console.stamp');
const built = path.join(root, 'frontend/dist/browser');

const isTest = (file: string) => /\.(spec|test)\.ts$/.test(file);

/** The same for the same sources, whatever their times are: a fresh checkout has new times only. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const files = ingredients.flatMap((pattern) =>
    globSync(pattern, { cwd: root, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  for (const file of files.filter((name) => !isTest(name)).sort()) {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function builtFrom(): string | undefined {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return undefined; // never built, or the build was cut off
  }
}

export const consoleIsStale = () => builtFrom() !== fingerprint();

/** Builds the console into frontend/dist, where the event service serves it from. */
export async function buildConsole(signal?: AbortSignal): Promise<{ seconds: number; output: string }> {
  const sources = fingerprint();
  const { code, output, seconds } = await runNode([tool('@angular/cli', 'ng', 'frontend'), 'build'], {
    cwd: path.join(root, 'frontend'),
    ...(signal && { signal }),
  });
  signal?.throwIfAborted();
  if (code !== 0) throw new Sentence(`${output.trim()}\nThe console could not be built.`);
  await compressFiles(built);
  writeFileSync(stamp, sources);
  return { seconds, output };
}
