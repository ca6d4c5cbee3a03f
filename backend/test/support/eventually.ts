import { setTimeout as wait } from 'node:timers/promises';

const EVERY_MS = 20;

/** Tries until `check` no longer throws, and gives what it returns; throws its last error when the time is over. */
export async function eventually<Result>(
  check: () => Result | Promise<Result>,
  { withinMs = 10_000 }: { readonly withinMs?: number } = {},
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
