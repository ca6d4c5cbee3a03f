/**
 * How far the last change of an event lies from its latest report, in steps: 0 up to half a minute, as for nearly all events,
 * 1 up to a minute, 2 up to two, and so on; negative where the change came first, as with noisy ones. Whoever asks for the
 * reports of a time, in the order of changes, finds those of each lag in one stretch of the changes.
 *
 * Here the greatest distance of each, in milliseconds: a noisy event moves to another lag only when it is twice as old, and beyond
 * two years it is all the same.
 */
export const FURTHEST_MS: readonly number[] = Array.from({ length: 22 }, (_none, lag) => 30_000 * 2 ** lag);

/** Times in milliseconds since 1970, from one to before another. */
export interface Times {
  readonly from: number;
  readonly to: number;
}

export function lagOf(changedAt: number, reportedAt: number): number {
  const distance = Math.abs(changedAt - reportedAt);
  const found = FURTHEST_MS.findIndex((furthest) => distance <= furthest);
  const steps = found < 0 ? FURTHEST_MS.length : found;
  return changedAt < reportedAt ? 0 - steps : steps;
}

/** When events of this lag changed that were reported at these times. */
export function changedWithin(lag: number, { from, to }: Times): Times {
  const steps = Math.abs(lag);
  const far = FURTHEST_MS[steps] ?? Infinity;
  const near = FURTHEST_MS[steps - 1] ?? -far;
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
