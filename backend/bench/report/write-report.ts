import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Result } from '../results.ts';
import { reportText } from './report-text.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Writes docs/benchmarks.md from what runs of the bench have found. Of two alike the later one counts. */
export async function writeReport(files: readonly string[]): Promise<void> {
  const results = files.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as Result[]);
  const file = path.join(ROOT, 'docs/benchmarks.md');
  const options = (await resolveConfig(file)) ?? {};
  writeFileSync(file, await format(reportText(results), { ...options, filepath: file }));
  console.log(`${path.relative(ROOT, file)} is written.`);
}
