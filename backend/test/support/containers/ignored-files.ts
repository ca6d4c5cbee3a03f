import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DOCKERFILE, root } from './dockerfile.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly keeps: boolean;
}

/** Tells of a path in the repository whether a build of the image gets to see it; the last rule that fits decides. */
export function readIgnoredFiles(): (file: string) => boolean {
  const lines = readFileSync(path.join(root, `${DOCKERFILE}.dockerignore`), 'utf8').split('\n');
  const rules = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const read = rules.map(readRule);
  return (file) =>
    read.reduce((ignored, { pattern, keeps }) => (pattern.test(file) ? !keeps : ignored), false);
}

/** A rule that fits a folder fits all that is in it. */
function readRule(line: string): Rule {
  const glob = line.replace(/^!/, '');
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(?:.*/)?'));
  return { pattern: new RegExp(`^${source}(?:/|$)`), keeps: line.startsWith('!') };
}
