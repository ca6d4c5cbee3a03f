import { setTimeout as sleep } from 'node:timers/promises';
import { isRetryable } from './postgres-errors.ts';

/** Waiting for a lock may take as long as `lock_timeout` each time: twice is what a sender waits for. */
const WITHIN_MILLISECONDS = 3_000;
const TRIES = 10;
/** Who collided once shall not collide again: so they wait for different times, longer each time. */
const JITTER_MILLISECONDS = 20;

/** Does the work again when it was rolled back for a reason that is gone the next time. */
export async function retrying<T>(work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isOver = tries === TRIES || performance.now() - start > WITHIN_MILLISECONDS;
      if (isOver || !isRetryable(error)) throw error;
      await sleep(Math.random() * JITTER_MILLISECONDS * tries);
    }
  }
}
