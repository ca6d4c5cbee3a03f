const FIRST_WAIT = 500;
/** Ten browsers of one room that lost the same gateway come back within this time, not at one moment. */
const LONGEST_WAIT = 15_000;

/** How long to wait before the next attempt: doubling, and half of it random. */
export function backoff(failures: number, random: () => number = Math.random): number {
  const whole = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures, 10));
  return whole / 2 + (whole / 2) * random();
}
