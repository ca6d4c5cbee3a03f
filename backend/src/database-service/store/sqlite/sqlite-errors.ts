import { ProblemError } from '../../../service-kit/problem.ts';

/** Primary result codes of SQLite. */
const BUSY = 5;
const IO_ERROR = 10;
const FULL = 13;
/** What passes by itself: the same call may work a moment later. */
const PASSING: readonly number[] = [BUSY, 6 /* locked */, 8 /* readonly */, IO_ERROR, 14 /* cannot open */];

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}

export const isBusy = (error: unknown): boolean => resultCode(error) === BUSY;

/** The problem of the database itself that this error tells of; undefined when a single write is to blame. */
export function databaseProblem(error: unknown): ProblemError | undefined {
  const code = resultCode(error);
  if (code === FULL) return new ProblemError('out-of-space', 'The database cannot grow.', { cause: error });
  if (code !== undefined && PASSING.includes(code)) {
    return new ProblemError('unavailable', 'The database cannot be reached.', { cause: error });
  }
  return undefined;
}

/** The file is damaged, or no database at all. */
export const isCorrupt = (error: unknown): boolean => [11, 26].includes(resultCode(error) ?? 0);
