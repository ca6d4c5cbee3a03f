const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Keeps a figure and its unit on one line. */
const NBSP = '\u00a0';
const figure = (value: number, unit: string) => `${value}${NBSP}${unit}`;

/** How long ago, as a person says it: `8 s`, `19 m`, `2 h 05 m`, `26 d`. Never negative: clocks differ. */
export function age(milliseconds: number): string {
  const passed = Math.max(0, milliseconds);
  if (passed < MINUTE) return figure(Math.floor(passed / SECOND), 's');
  if (passed < HOUR) return figure(Math.floor(passed / MINUTE), 'm');
  if (passed < DAY) {
    const minutes = Math.floor((passed % HOUR) / MINUTE);
    return (
      figure(Math.floor(passed / HOUR), 'h') +
      NBSP +
      figure(0, 'm').replace('0', String(minutes).padStart(2, '0'))
    );
  }
  return figure(Math.floor(passed / DAY), 'd');
}

/** As `age`, in the biggest unit alone, for places that are narrow. */
export function shortAge(milliseconds: number): string {
  const passed = Math.max(0, milliseconds);
  return passed >= HOUR && passed < DAY ? figure(Math.floor(passed / HOUR), 'h') : age(passed);
}

/** Lags and waits: `0.4 s`, from ten seconds as `age`. */
export function wait(milliseconds: number): string {
  const passed = Math.max(0, milliseconds);
  return passed < 10 * SECOND ? `${(passed / SECOND).toFixed(1)}${NBSP}s` : age(passed);
}

/** How long ago an instant is, seen from `now`. */
export const since = (instant: string, now: number): number => now - Date.parse(instant);
