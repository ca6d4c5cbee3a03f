/**
 * How far the last change of an event lies from its latest report, in steps: 0 up to half a minute, as for nearly all events,
 * 1 up to a minute, 2 up to two, and so on; negative where the change came first, as with noisy ones. Whoever asks for the
 * reports of a time, in the order of changes, finds those of each lag in one stretch of the changes.
 */
const PROMPT_MS = 30_000;
/** A noisy event moves to another lag only when it is twice as old. */
const FACTOR = 2;
/** Beyond two years it is all the same. */
const STEPS = 22;

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

/**
 * Up to this lag, four minutes to eight, the events of one name are read together: some of its own that do not pass cost less than
 * to look for them among those of all names, as where a source collects for minutes what it sends.
 */
export const NEAR = 4;

export const changedNear = (times: Times): Times => ({
  from: changedWithin(-NEAR, times).from,
  to: changedWithin(NEAR, times).to,
});
