import { DatabaseError } from 'pg';
import { ProblemError } from '../../../service-kit/problem.ts';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DISK_FULL = '53100';
/** The transaction is rolled back, and the same one may succeed at once. */
const RETRYABLE: readonly string[] = [
  '40001', // serialization failure
  '40P01', // deadlock: somebody else's locks, as ours are taken in order
  '55P03', // a lock was not to be had in time
];
/** What passes by itself: the same call may work a moment later. */
const PASSING: readonly string[] = [
  ...RETRYABLE,
  '57014', // it took longer than statement_timeout
  '57P01', // the server stops
  '57P02', // … after a crash
  '57P03', // … or just starts
  '57P05', // idle for too long
  '25006', // a standby, until it is promoted
  '25P03', // idle in a transaction for too long
];
/** Connections, resources of the server, and its files: classes of codes. */
const PASSING_CLASSES: readonly string[] = ['08', '53', '58'];
/** The server refuses us: whoever runs it must act, and meanwhile nothing can be read or written. */
const REFUSED: readonly string[] = ['28000', '28P01', '3D000', '42501'];
/** What the driver says in words alone when the connection is lost, or cannot be had. */
const LOST = /^(Connection terminated|Client (was closed|has encountered)|timeout e|Query read timeout)/;
const REFUSED_BY_SYSTEM =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT|EACCES)$/;

const codeOf = (error: unknown): string | undefined =>
  error instanceof DatabaseError ? error.code : undefined;

/** Somebody else made the event, or journalled the identity, between our look and our insert: now we shall see it. */
const TAKEN = '23505';

/** … or applied one of our reports under another key: then the feed does not go on (see advance-feed). */
const isAppliedMeanwhile = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code === '23502' && error.table === 'feed';

export function isRetryable(error: unknown): boolean {
  const code = codeOf(error);
  return code === TAKEN || RETRYABLE.includes(code ?? '') || isAppliedMeanwhile(error);
}

/** The server cannot be reached, or does not take connections now: it may any moment. */
export function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return code.startsWith('08') || code.startsWith('57P') || code === '53300';
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isUnreachable);
  return REFUSED_BY_SYSTEM.test((error as NodeJS.ErrnoException).code ?? '') || LOST.test(error.message);
}

/** The problem of the database itself that this error tells of; undefined when a single write is to blame. */
export function databaseProblem(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  const code = codeOf(error);
  if (code === DISK_FULL)
    return new ProblemError('out-of-space', 'The database cannot grow.', { cause: error });
  if (code !== undefined && REFUSED.includes(code))
    return new ProblemError('unavailable', 'The database refuses this service.', { cause: error });
  const passes =
    isUnreachable(error) ||
    (code !== undefined && (PASSING.includes(code) || PASSING_CLASSES.includes(code.slice(0, 2))));
  return passes
    ? new ProblemError('unavailable', 'The database cannot be reached.', { cause: error })
    : undefined;
}
