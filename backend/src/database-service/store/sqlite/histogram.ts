import type { DatabaseSync } from 'node:sqlite';
import type { Summary } from '@signalbox/contracts';
import { STATUSES } from '@signalbox/contracts/vocabulary';
import { drawHistogram, type ReportCount } from '../event-counts.ts';
import type { SummaryRequest } from '../event-store.ts';
import { bucketsOver, type Buckets } from '../histogram-buckets.ts';
import { widestWithin } from '../report-widths.ts';
import { findNames } from './index/placed-filter.ts';
import { readRows } from './read-rows.ts';

const COUNTS = STATUSES.map((_status, rank) => `sum(count) FILTER (WHERE status = ${rank})`).join(', ');
const WITHIN = 'width = ? AND minute >= ? AND minute < ?';

/** Puts the sums of reports together into at most so many bars. */
export function prepareHistogram(db: DatabaseSync, now: () => string) {
  return (request: SummaryRequest): Pick<Summary, 'histogram' | 'histogramFilters'> => {
    const span = bucketsOver(request, now());
    const sources = findNames(db, 's', request.filter.source);
    return drawHistogram(request.filter, span, countReports(db, span, sources));
  };
}

/** Bar by bar: to sort what many sources reported into bars takes SQLite four times as long as to read it. */
function countReports(
  db: DatabaseSync,
  { start, end, width }: Buckets,
  sources: readonly number[] | undefined,
): ReportCount[] {
  const sums = sources
    ? `idx.source_reports WHERE source IN (${sources.map(() => '?').join(', ')}) AND`
    : 'report_sums WHERE';
  const sql = `SELECT ${COUNTS} FROM ${sums} ${WITHIN}`;
  const counted: ReportCount[] = [];
  for (let bar = 0, from = start; from < end; bar += 1, from += width) {
    const [counts = []] = readRows(db, sql, [...(sources ?? []), widestWithin(width), from, from + width]);
    for (const [rank, status] of STATUSES.entries()) {
      counted.push({ bar, status, count: Number(counts[rank] ?? 0) });
    }
  }
  return counted;
}
