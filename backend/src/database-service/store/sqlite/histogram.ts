import type { DatabaseSync } from 'node:sqlite';
import type { Summary } from '@signalbox/contracts';
import { drawHistogram } from '../event-counts.ts';
import type { SummaryRequest } from '../event-store.ts';
import { bucketsOver } from '../histogram-buckets.ts';
import { statusOf } from '../stored-values.ts';
import { findNames } from './index/placed-filter.ts';
import { widestWithin } from '../report-widths.ts';

/**
 * Puts the sums of reports together into at most so many bars. node:sqlite binds every number as a real one, so the division
 * is cut down by hand.
 */
export function prepareHistogram(db: DatabaseSync, now: () => string) {
  const ofAll = db.prepare(`
    SELECT CAST((minute - ?) / ? AS INTEGER) AS bar, status, sum(count) AS count FROM report_sums
    WHERE width = ? AND minute >= ? AND minute < ? GROUP BY bar, status`);
  const ofSources = (sources: readonly number[]) =>
    db.prepare(`
      SELECT CAST((minute - ?) / ? AS INTEGER) AS bar, status, sum(count) AS count FROM idx.source_reports
      WHERE width = ? AND minute >= ? AND minute < ? AND source IN (${sources.join(', ')}) GROUP BY bar, status`);

  return (request: SummaryRequest): Pick<Summary, 'histogram' | 'histogramFilters'> => {
    const span = bucketsOver(request, now());
    const range = [span.start, span.width, widestWithin(span.width), span.start, span.end];
    const sources = findNames(db, 's', request.filter.source);
    const counted = (sources ? ofSources(sources) : ofAll).all(...range).map((row) => ({
      bar: Number(row['bar']),
      status: statusOf(row['status']),
      count: Number(row['count']),
    }));
    return drawHistogram(request.filter, span, counted);
  };
}
