/** Time, handed in so that tests can hold it still. */
export interface Clock {
  /** Milliseconds that only go forward. */
  now(): number;
  /** Calls it once after so many milliseconds; what it gives takes that back. */
  after(milliseconds: number, call: () => void): () => void;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
};
