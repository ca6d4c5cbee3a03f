import type { SummaryRequest } from './event-store.ts';

/** Bars of equal width, in whole minutes since 1970; the end is exclusive. */
export interface Buckets {
  readonly start: number;
  readonly end: number;
  readonly width: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** RFC 3339 writes years with four digits, so bars stay within them. */
const FIRST_MINUTE = Date.parse('0001-01-01T00:00:00Z') / MINUTE;
const LAST_MINUTE = Date.parse('9999-12-31T23:59:00Z') / MINUTE;

/** Bars over the asked time. They stand at multiples of their width, so that they do not tremble as time goes on. */
export function bucketsOver(
  { filter, histogramFrom, histogramTo, buckets }: SummaryRequest,
  now: string,
): Buckets {
  const to = Date.parse(histogramTo ?? filter.to ?? now);
  const from = Date.parse(histogramFrom ?? filter.from ?? new Date(to - HOUR).toISOString());
  const first = Math.max(Math.floor(from / MINUTE), FIRST_MINUTE);
  const last = Math.min(Math.max(Math.ceil(to / MINUTE), first + 1), LAST_MINUTE);
  let width = Math.max(1, Math.ceil((last - first) / buckets));
  while (Math.ceil(last / width) - Math.floor(first / width) > buckets) width += 1;
  return { start: Math.floor(first / width) * width, end: Math.ceil(last / width) * width, width };
}
