import { setTimeout as wait } from 'node:timers/promises';

const EVERY_MS = 20;
/** For what never comes: whatever comes does so in a fraction of this, on a machine that has a dozen other things to do too. */
const WITHIN_MS = 60_000;

/** Tries until `check` no longer throws, and gives what it returns; throws its last error when the time is over. */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  { withinMs = WITHIN_MS }: { readonly withinMs?: number } = {},
): Promise<Result> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() >= end) throw error;
    }
    await wait(EVERY_MS);
  }
}
