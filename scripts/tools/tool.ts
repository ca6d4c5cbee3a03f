import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { root } from './root.ts';

interface Manifest {
  bin?: string | Record<string, string>;
}

/**
 * The script behind a package's command, as a file that Node runs on every system (`.bin` holds shell links).
 * A workspace may have its own version: TypeScript 7 in backend and contracts, 6 elsewhere.
 */
export function tool(packageName: string, command: string, workspace = '.'): string {
  const folder = [path.join(root, workspace), root]
    .map((place) => path.join(place, 'node_modules', packageName))
    .find((place) => existsSync(path.join(place, 'package.json')));
  if (!folder) throw new Sentence(`${packageName} is not installed: run npm install.`);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
  const script = typeof bin === 'string' ? bin : bin?.[command];
  if (!script) throw new Sentence(`${packageName} has no command ${command}.`);
  return path.join(folder, script);
}
