import { type Counts, ran } from './counts.ts';

export interface Outcome {
  counts: Counts;
  /** The runner's own exit code: a crash after the last test is a failure too. */
  code: number;
  output: string;
}

/** Why a stage fails, also where none of its tests did; undefined when it does not. */
export function complaint({ counts, code }: Outcome, inCi: boolean): string | undefined {
  if (counts.failed > 0) return `${counts.failed} failed`;
  if (ran(counts) === 0) return 'no test ran';
  if (code !== 0) return `the runner ended with code ${code}`;
  if (counts.skipped > 0 && inCi) return `${counts.skipped} skipped, and nothing may be in CI`;
  return undefined;
}
