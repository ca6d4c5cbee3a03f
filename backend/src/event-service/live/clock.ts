/** Time, handed in so that tests can hold it still. */
export interface Clock {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Calls it once after so many milliseconds, never before; what it gives takes that back. */
  after(milliseconds: number, call: () => void): () => void;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, call) {
    // Node's timers count in whole milliseconds from both ends, and so may come one too early.
    const timer = setTimeout(call, Math.ceil(milliseconds) + 1);
    return () => clearTimeout(timer);
  },
};
