import type { Clock } from '../../src/event-service/live/clock.ts';

/** A clock that stands still until it is told to go on. */
export function stillClock() {
  let now = 0;
  let calls: { at: number; call: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(milliseconds, call) {
      const waiting = { at: now + milliseconds, call };
      calls.push(waiting);
      return () => (calls = calls.filter((one) => one !== waiting));
    },
  };
  /** Time goes on, and nobody has noticed yet: as when the process is busy. */
  const pass = (milliseconds: number) => (now += milliseconds);
  const advance = (milliseconds: number) => {
    now += milliseconds;
    const due = calls.filter(({ at }) => at <= now);
    calls = calls.filter(({ at }) => at > now);
    for (const { call } of due) call();
  };
  return { clock, pass, advance };
}
