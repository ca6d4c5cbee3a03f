/** How much of its rate a sender that was held up may send at once. */
const BURST_SECONDS = 0.1;

/** Keeps a rate, by a clock that never goes back (milliseconds, as of performance.now). */
export class TokenBucket {
  readonly #perMs: number;
  readonly #most: number;
  #tokens = 0;
  #lastMs: number;

  constructor(perSecond: number, nowMs: number) {
    this.#perMs = perSecond / 1_000;
    this.#most = Math.max(1, perSecond * BURST_SECONDS);
    this.#lastMs = nowMs;
  }

  /** Fills up to now, and tells how many may go. */
  available(nowMs: number): number {
    this.#tokens = Math.min(this.#most, this.#tokens + (nowMs - this.#lastMs) * this.#perMs);
    this.#lastMs = nowMs;
    return Math.floor(this.#tokens);
  }

  spend(count: number) {
    this.#tokens -= count;
  }
}
