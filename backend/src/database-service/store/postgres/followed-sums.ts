import type { Buckets } from '../histogram-buckets.ts';
import { REPORT_WIDTHS, widestWithin } from '../report-widths.ts';
import type { Parameters } from './parameters.ts';

/** For FROM: the widths of the bars in which reports are added up. */
export const WIDTHS = `unnest(ARRAY[${REPORT_WIDTHS.join(', ')}]) AS width`;
/** The bar of this width in which a minute lies; minutes before 1970 are negative, and so would be the rest. */
export const WHOLE_BARS = 'minute - (minute % width + width) % width';

/** So much of the feed is added up when the sums by source are read; where they are further behind, they stand as they are. */
export const TAIL_MOST = 5_000;

/**
 * For WITH: what was journalled of these sources since their sums were last brought up to date. Sums and tail are of one
 * moment, so that together they are exact.
 */
export const tailOf = (sources: string): string => `entries AS MATERIALIZED (
    SELECT * FROM journal WHERE seq > (SELECT seq FROM followed)
      AND (SELECT last_seq FROM feed) - (SELECT seq FROM followed) <= ${TAIL_MOST}
    ORDER BY seq LIMIT ${TAIL_MOST}
  ), tail AS MATERIALIZED (
    SELECT entries.state, entries.status, entries.diverged, was_state, was_status, was_diverged, minute
    FROM entries JOIN events ON events.row = entries.event_row WHERE events.source = ANY(${sources}))`;

const ALL_SOURCES = '';

/** SELECT of state, status, diverged and count of all events, or of those of some sources. */
export function groupSums(sources: readonly string[] | undefined, parameters: Parameters): string {
  const among = parameters.add(sources ?? [ALL_SOURCES]);
  const sums = `SELECT state, status, diverged, count FROM event_sums WHERE source = ANY(${among})`;
  const added = `${sums}
    UNION ALL SELECT state, status, diverged, 1 FROM tail
    UNION ALL SELECT was_state, was_status, was_diverged, -1 FROM tail WHERE was_status IS NOT NULL`;
  return `${sources ? `WITH ${tailOf(among)} ` : ''}
    SELECT state, status, diverged, sum(count) AS count FROM (${sources ? added : sums}) AS sums
    GROUP BY state, status, diverged`;
}

/** SELECT of bar, status and count of the reports in these minutes: of all sources, or of some. */
export function reportSums(
  sources: readonly string[] | undefined,
  { start, end, width }: Buckets,
  parameters: Parameters,
): string {
  const [first, last, wide] = [start, end, width].map((minutes) => `${parameters.add(minutes)}::bigint`);
  const among = parameters.add(sources ?? [ALL_SOURCES]);
  const isWithin = `minute >= ${first} AND minute < ${last}`;
  const sums = `SELECT minute, status, count FROM report_sums
    WHERE source = ANY(${among}) AND width = ${parameters.add(widestWithin(width))} AND ${isWithin}`;
  const added = `${sums} UNION ALL SELECT minute, status, 1 FROM tail WHERE ${isWithin}`;
  return `${sources ? `WITH ${tailOf(among)} ` : ''}
    SELECT (minute - ${first}) / ${wide} AS bar, status, sum(count) AS count
    FROM (${sources ? added : sums}) AS sums GROUP BY bar, status`;
}
