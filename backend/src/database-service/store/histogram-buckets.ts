import type { SummaryRequest } from './event-store.ts';

/** Bars of equal width, in whole minutes since 1970; the end is exclusive. */
export interface Buckets {
  readonly start: number;
  readonly end: number;
  readonly width: number;
}

const MINUTE = 60_000;
const MINUTES_BY_DEFAULT = 60;
/** RFC 3339 writes years with four digits, so bars stay within them. */
const FIRST_MINUTE = Date.parse('0001-01-01T00:00:00Z') / MINUTE;
const LAST_MINUTE = Date.parse('9999-12-31T23:59:00Z') / MINUTE;

/** Bars over the asked time. They stand at multiples of their width, so that they do not tremble as time goes on. */
export function bucketsOver(
  { filter, histogramFrom, histogramTo, buckets }: SummaryRequest,
  now: string,
): Buckets {
  const to = Math.ceil(Date.parse(histogramTo ?? filter.to ?? now) / MINUTE);
  const given = histogramFrom ?? filter.from;
  const from = given === undefined ? to - MINUTES_BY_DEFAULT : Math.floor(Date.parse(given) / MINUTE);
  const first = Math.max(from, FIRST_MINUTE);
  const last = Math.min(Math.max(to, first + 1), LAST_MINUTE);
  const minutes = last - first;
  if (buckets === 1) return { start: first, end: last, width: minutes };
  // Aligned bars may reach out of the asked time on both sides: together by one bar.
  const isAligned = (width: number) => first % width === 0 && last % width === 0;
  const narrow = roundWidth(Math.ceil(minutes / buckets));
  const width = isAligned(narrow) ? narrow : roundWidth(Math.ceil(minutes / (buckets - 1)));
  return { start: Math.floor(first / width) * width, end: Math.ceil(last / width) * width, width };
}

/** Widths that people read well, and that are put together from whole hours and days: sums of those are kept too. */
const ROUND_WIDTHS = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720];
const DAY = 1_440;
const roundWidth = (width: number): number =>
  ROUND_WIDTHS.find((round) => round >= width) ?? Math.ceil(width / DAY) * DAY;
