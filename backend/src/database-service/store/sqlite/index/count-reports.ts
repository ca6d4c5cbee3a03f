import type { DatabaseSync } from 'node:sqlite';
import { minuteOf } from '../minute-of.ts';
import { prepareWrite } from '../prepare-write.ts';
import { REPORT_WIDTHS, wholeBars } from '../../report-widths.ts';
import type { Names } from './names.ts';

/** Reports as `countReport` of the commit counts them: those of sources, unless they came late. */
const APPLIED = `
  SELECT placed.source, journal.status,
    CASE journal.skewed WHEN 1 THEN journal.at ELSE coalesce(journal.reported_at, journal.at) END
  FROM truth.journal CROSS JOIN placed ON placed.row = journal.event_row
  WHERE journal.seq > ? AND journal.seq <= ?
    AND journal.actor >= 'source ' AND journal.actor < 'source!' AND journal.late IS NOT 1`;

/** The one table holds what was forgotten before the other was there. */
const FORGOTTEN = `
  SELECT source, minute, status, count FROM truth.forgotten_minutes
  UNION ALL SELECT source, minute, status, count FROM truth.forgotten_reports`;

const STATUSES = 4;

/** Counts applied reports by source, in bars of minutes, hours and days. */
export function prepareCountReports(db: DatabaseSync, names: Names) {
  const applied = db.prepare(APPLIED);
  applied.setReturnArrays(true);
  const add = prepareWrite(
    db,
    `INSERT INTO source_reports (source, width, minute, status, count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  );
  const forgotten = db.prepare(FORGOTTEN);
  forgotten.setReturnArrays(true);
  const addBars = (source: number, minute: number, status: number, count: number) => {
    for (const width of REPORT_WIDTHS) add.run(source, width, wholeBars(minute, width), status, count);
  };

  return {
    /** Of the journal between two places. */
    journalled(from: number, to: number): void {
      const counts = new Map<number, Map<number, number>>();
      for (const row of applied.iterate(from, to)) {
        const [source, status, at] = row as unknown as readonly [number, number, string];
        const under = minuteOf(at) * STATUSES + status;
        const ofSource = counts.get(source) ?? new Map<number, number>();
        if (ofSource.size === 0) counts.set(source, ofSource);
        ofSource.set(under, (ofSource.get(under) ?? 0) + 1);
      }
      for (const [source, ofSource] of counts) {
        for (const [under, count] of ofSource) {
          const minute = Math.floor(under / STATUSES);
          addBars(source, minute, under - minute * STATUSES, count);
        }
      }
    },
    /** What the journal may not tell of any more. */
    forgotten(): void {
      for (const row of forgotten.iterate()) {
        const [source, minute, status, count] = row as unknown as readonly [string, number, number, number];
        addBars(names.numberOf('s', source), minute, status, count);
      }
    },
  };
}
