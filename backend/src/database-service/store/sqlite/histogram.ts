import type { DatabaseSync } from 'node:sqlite';
import type { HistogramBucket, Summary } from '@signalbox/contracts';
import type { SummaryRequest } from '../event-store.ts';
import { bucketsOver, type Buckets } from '../histogram-buckets.ts';
import { statusOf } from './columns.ts';

/**
 * Reads the sums of reports by minute, and puts them together into at most so many bars. node:sqlite binds every number as
 * a real one, so the division is cut down by hand.
 */
export function prepareHistogram(db: DatabaseSync, now: () => string) {
  const ofAll = db.prepare(`
    SELECT CAST((minute - ?) / ? AS INTEGER) AS bar, status, sum(count) AS count FROM report_sums INDEXED BY report_sums_of_all
    WHERE source = '' AND minute >= ? AND minute < ? GROUP BY bar, status`);

  /** Looks up the sources in those minutes alone in which anything was reported. */
  const ofSources = (sources: readonly string[]) =>
    db.prepare(`
      SELECT CAST((every.minute - ?) / ? AS INTEGER) AS bar, one.status AS status, sum(one.count) AS count
      FROM report_sums AS every INDEXED BY report_sums_of_all CROSS JOIN report_sums AS one
        ON one.minute = every.minute AND one.status = every.status
      WHERE every.source = '' AND every.minute >= ? AND every.minute < ?
        AND one.source IN (${sources.map(() => '?').join(', ')})
      GROUP BY bar, one.status`);

  return (request: SummaryRequest): Pick<Summary, 'histogram' | 'histogramFilters'> => {
    const { source, from, to } = request.filter;
    const span = bucketsOver(request, now());
    const range = [span.start, span.width, span.start, span.end];
    const sources = [...new Set(source ?? [])];
    const rows = source ? ofSources(sources).all(...range, ...sources) : ofAll.all(...range);
    const histogram = emptyBars(span);
    for (const row of rows) {
      const bar = histogram[Number(row['bar'])];
      if (bar) bar[statusOf(row['status'])] += Number(row['count']);
    }
    const given = Object.entries({ source, from, to }).filter(([, value]) => value !== undefined);
    return { histogram, histogramFilters: given.map(([name]) => name) };
  };
}

function emptyBars({ start, width, end }: Buckets): HistogramBucket[] {
  return Array.from({ length: (end - start) / width }, (_none, index) => ({
    from: timeOf(start + index * width),
    to: timeOf(start + (index + 1) * width),
    ok: 0,
    warning: 0,
    error: 0,
  }));
}

const timeOf = (minute: number): string => new Date(minute * 60_000).toISOString();
