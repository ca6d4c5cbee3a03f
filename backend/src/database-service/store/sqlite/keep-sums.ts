import type { DatabaseSync } from 'node:sqlite';
import type { OperationalEvent } from '@signalbox/contracts';
import type { NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { statusRank } from '../stored-values.ts';
import { groupNumber, GROUPS } from './index/groups.ts';
import { minuteOf } from './minute-of.ts';
import { REPORT_WIDTHS, wholeBars } from '../report-widths.ts';

/** Counts by the number of what they are counted under, added up in memory and written once for each batch. */
type Deltas = Map<number, number>;
const STATUSES = 4;

export interface Sums {
  /** An event was made, or moved from one group to another. */
  moved(before: OperationalEvent | undefined, after: OperationalEvent): void;
  /** A report was applied; the histogram counts it by the source's clock. */
  applied(entry: NewJournalEntry): void;
  write(): void;
}

/** Keeps the sums over all sources that make counts and histogram cost the same at any size. */
export function prepareSums(db: DatabaseSync) {
  const addEvents = db.prepare(`
    INSERT INTO event_sums (state, status, diverged, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);
  const addReports = db.prepare(`
    INSERT INTO report_sums (width, minute, status, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);

  return (): Sums => {
    const events: Deltas = new Map();
    const reports: Deltas = new Map();
    return {
      moved(before, after) {
        const to = groupOf(after);
        const from = before && groupOf(before);
        if (from === to) return;
        if (from !== undefined) add(events, from, -1);
        add(events, to, 1);
      },
      applied({ reportedAt, skewed, at, status }) {
        add(reports, minuteOf(skewed ? at : (reportedAt ?? at)) * STATUSES + statusRank(status), 1);
      },
      write() {
        for (const [group, count] of events) {
          const { state, status, diverged } = GROUPS[group] as (typeof GROUPS)[number];
          if (count !== 0) addEvents.run(state, statusRank(status), Number(diverged), count);
        }
        for (const [under, count] of reports) {
          const minute = Math.floor(under / STATUSES);
          const status = under - minute * STATUSES;
          for (const width of REPORT_WIDTHS) {
            addReports.run(width, wholeBars(minute, width), status, count);
          }
        }
      },
    };
  };
}

const groupOf = ({ state, status, diverged }: OperationalEvent): number =>
  groupNumber(state, statusRank(status), Number(diverged));

function add(deltas: Deltas, under: number, count: number): void {
  deltas.set(under, (deltas.get(under) ?? 0) + count);
}
