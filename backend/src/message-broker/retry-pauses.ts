/**
 * How long a message waits that could not be taken for a passing reason: short at first, as most faults pass at once. After
 * the last pause it is put aside: half an hour is longer than a rollout, and shorter than a shift.
 */
export const RETRY_PAUSES_MS: readonly number[] = [
  1_000, 5_000, 30_000, 120_000, 300_000, 300_000, 300_000, 300_000, 300_000, 300_000,
];

export const pauseAfter = (attempts: number, pauses: readonly number[]): number =>
  pauses[Math.min(attempts, pauses.length - 1)] ?? 0;
