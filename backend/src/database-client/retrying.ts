import { setTimeout as wait } from 'node:timers/promises';
import { UnreachableError } from '../service-kit/unreachable-error.ts';
import { ProblemAnswerError } from './errors.ts';

const FIRST_DELAY_MS = 100;
/** A service that was restarted is found again within this time. */
const LONGEST_DELAY_MS = 2_000;
/** However long the service asks for, look again after this. */
const LONGEST_RETRY_AFTER_MS = 30_000;
/** Answers that say "not now": the same request may succeed later. A 500 is none of them: it would fail for ever. */
const NOT_NOW = new Set([408, 429, 502, 503, 504, 507]);

export type Passing = UnreachableError | ProblemAnswerError;

export interface RetryOptions {
  readonly signal?: AbortSignal;
  /** Called before each wait, with what went wrong. */
  readonly onWait?: (error: Passing, delayMs: number) => void;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

/** Whether the same request may succeed later. */
export function isPassing(error: unknown): error is Passing {
  if (error instanceof UnreachableError) return true;
  return error instanceof ProblemAnswerError && NOT_NOW.has(error.status);
}

/**
 * Tries until it succeeds, fails for good, or `signal` aborts. For requests that may be done twice:
 * reads, and reports that carry their ids.
 */
export async function retrying<Result>(
  attempt: () => Promise<Result>,
  { signal, onWait, random = Math.random }: RetryOptions = {},
): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || signal?.aborted) throw error;
      const delay = delayAfter(error, failures, random());
      onWait?.(error, delay);
      await wait(delay, undefined, signal && { signal });
    }
  }
}

/** Doubles, spread over its upper half so that many senders do not come back as one; never before the service asked. */
function delayAfter(error: Passing, failures: number, chance: number): number {
  const backoff = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
  const asked = error instanceof ProblemAnswerError ? (error.retryAfterMs ?? 0) : 0;
  const least = Math.min(asked, LONGEST_RETRY_AFTER_MS);
  return least + backoff * (0.5 + chance / 2);
}
