import path from 'node:path';
import { root } from '../tools/root.ts';

export const tell = (line: string) => console.log(`  ${line}`);

/** One line for each part: where it is, and what else there is to know. */
export const tellPart = (name: string, where: string, what = '') =>
  tell(`${name.padEnd(17)} ${where.padEnd(24)}${what}`.trimEnd());

/** A path as a person at the root would write it. */
export function shown(file: string): string {
  const relative = path.relative(root, file);
  return relative.startsWith('..') ? file : relative;
}
