/**
 * How far the last change of an event lies from its latest report, in steps: 0 up to five minutes, as for nearly all events,
 * 1 up to twenty, 2 up to eighty, and so on; negative where the change came first, as with noisy ones. Whoever asks for the
 * reports of a time, in the order of changes, finds those of each lag in one stretch of the changes.
 */
const PROMPT_MS = 5 * 60_000;
/** A noisy event moves to another lag only when it is four times as old. */
const FACTOR = 4;
/** Beyond 2.5 years it is all the same. */
const STEPS = 10;

export const LAGS: readonly number[] = Array.from({ length: 2 * STEPS + 1 }, (_none, index) => index - STEPS);

/** Times in milliseconds since 1970, from one to before another. */
export interface Times {
  readonly from: number;
  readonly to: number;
}

export function lagOf(changedAt: number, reportedAt: number): number {
  const distance = Math.abs(changedAt - reportedAt);
  let steps = 0;
  while (steps < STEPS && distance > PROMPT_MS * FACTOR ** steps) steps += 1;
  return changedAt < reportedAt ? 0 - steps : steps;
}

/** When events of this lag changed that were reported at these times. */
export function changedWithin(lag: number, { from, to }: Times): Times {
  const steps = Math.abs(lag);
  const far = steps === STEPS ? Infinity : PROMPT_MS * FACTOR ** steps;
  const near = steps === 0 ? -far : PROMPT_MS * FACTOR ** (steps - 1);
  return lag < 0 ? { from: from - far, to: to - near } : { from: from + near, to: to + far };
}
