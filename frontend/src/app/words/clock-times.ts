const withSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const toTheMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const utcMinute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

type Instant = string | number;
const dateOf = (instant: Instant) => new Date(instant);

/** `03:17:42`, local. */
export const clockTime = (instant: Instant): string => withSeconds.format(dateOf(instant));
/** `03:17`, local. */
export const minuteTime = (instant: Instant): string => toTheMinute.format(dateOf(instant));
/** `02:17 UTC` */
export const utcTime = (instant: Instant): string => `${utcMinute.format(dateOf(instant))} UTC`;
/** `22 Nov`, local. */
export const day = (instant: Instant): string => dayAndMonth.format(dateOf(instant));
/** `03:17` today, `22 Nov` on other days. */
export const minuteOrDay = (instant: Instant, now: number): string =>
  day(instant) === day(now) ? minuteTime(instant) : day(instant);
/** `03:17:42` today, `22 Nov 03:17` on other days. */
export const clockTimeOrDay = (instant: Instant, now: number): string =>
  day(instant) === day(now) ? clockTime(instant) : `${day(instant)} ${minuteTime(instant)}`;
/** The whole of it, for tooltips: `2026-11-22 02:17:42 UTC`. */
export const exactTime = (instant: Instant): string =>
  `${dateOf(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
