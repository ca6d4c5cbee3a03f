import type { DatabaseSync } from 'node:sqlite';
import type { OperationalEvent } from '@signalbox/contracts';
import type { NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { statusRank } from './columns.ts';
import { prepareWrite } from './prepare-write.ts';

const ALL_SOURCES = '';
const MINUTE = 60_000;

/** Counts by what they are counted under, added up in memory and written once for each batch. */
type Deltas = Map<string, { readonly under: readonly (string | number)[]; count: number }>;

export interface Sums {
  /** An event was made, or moved from one group to another. */
  moved(before: OperationalEvent | undefined, after: OperationalEvent): void;
  /** A report was applied; the histogram counts it by the source's clock. */
  applied(source: string, entry: NewJournalEntry): void;
  write(): void;
}

/** Keeps the sums that make counts and histogram cost the same at any size. */
export function prepareSums(db: DatabaseSync) {
  const addEvents = prepareWrite(
    db,
    `
    INSERT INTO event_sums (source, state, status, diverged, count) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  );
  const addReports = prepareWrite(
    db,
    `
    INSERT INTO report_sums (minute, source, status, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  );

  return (): Sums => {
    const events: Deltas = new Map();
    const reports: Deltas = new Map();
    const addEvent = ({ source, state, status, diverged }: OperationalEvent, count: number) => {
      for (const one of [source, ALL_SOURCES]) {
        add(events, [one, state, statusRank(status), Number(diverged)], count);
      }
    };
    return {
      moved(before, after) {
        if (before && sameGroup(before, after)) return;
        if (before) addEvent(before, -1);
        addEvent(after, 1);
      },
      applied(source, { reportedAt, skewed, at, status }) {
        const minute = Math.floor(Date.parse(skewed ? at : (reportedAt ?? at)) / MINUTE);
        for (const one of [source, ALL_SOURCES]) add(reports, [minute, one, statusRank(status)], 1);
      },
      write() {
        for (const { under, count } of events.values()) if (count !== 0) addEvents.run(...under, count);
        for (const { under, count } of reports.values()) addReports.run(...under, count);
      },
    };
  };
}

function sameGroup(a: OperationalEvent, b: OperationalEvent): boolean {
  return a.state === b.state && a.status === b.status && a.diverged === b.diverged;
}

function add(deltas: Deltas, under: readonly (string | number)[], count: number): void {
  const name = under.join('\u0000');
  const known = deltas.get(name);
  if (known) known.count += count;
  else deltas.set(name, { under, count });
}
