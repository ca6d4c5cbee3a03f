import type { PoolClient } from 'pg';
import type { OperationalEvent } from '@signalbox/contracts';
import type { NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { columnArrays } from './array-text.ts';
import { statusRank } from '../stored-values.ts';
import type { Value } from './columns.ts';
import { WHOLE_BARS, WIDTHS } from './followed-sums.ts';

const MINUTE = 60_000;

/** The minute since 1970 in which the histogram counts a report: by the source's clock, unless that is far ahead. */
export function minuteOf({ reportedAt, skewed, at }: NewJournalEntry): number {
  return Math.floor(Date.parse(skewed ? at : (reportedAt ?? at)) / MINUTE);
}

const ADD_EVENTS = `
  INSERT INTO event_sums (source, state, status, diverged, count)
  SELECT '', * FROM unnest($1::text[], $2::smallint[], $3::boolean[], $4::bigint[])
  ON CONFLICT (source, state, status, diverged) DO UPDATE SET count = event_sums.count + excluded.count`;
const ADD_REPORTS = `
  INSERT INTO report_sums (source, width, minute, status, count)
  SELECT '', width, ${WHOLE_BARS}, status, sum(count)
  FROM unnest($1::bigint[], $2::smallint[], $3::bigint[]) AS added (minute, status, count), ${WIDTHS}
  GROUP BY 1, 2, 3, 4
  ON CONFLICT (source, width, minute, status) DO UPDATE SET count = report_sums.count + excluded.count`;

/** The sums over all sources: added up in memory, and written once for each batch. Those by source follow. */
export class Sums {
  private readonly events = new Map<string, { readonly under: readonly Value[]; count: number }>();
  private readonly reports = new Map<string, { readonly under: readonly Value[]; count: number }>();

  /** An event was made, or moved from one group to another. */
  moved(before: OperationalEvent | undefined, after: OperationalEvent): void {
    if (before && sameGroup(before, after)) return;
    if (before) this.addEvent(before, -1);
    this.addEvent(after, 1);
  }

  /** A report was applied. */
  applied(entry: NewJournalEntry): void {
    add(this.reports, [minuteOf(entry), statusRank(entry.status)], 1);
  }

  write(db: PoolClient): Promise<unknown>[] {
    const events = [...this.events.values()].filter(({ count }) => count !== 0);
    return [
      send(db, 'add-events', ADD_EVENTS, 4, events),
      send(db, 'add-reports', ADD_REPORTS, 3, [...this.reports.values()]),
    ].flat();
  }

  private addEvent({ state, status, diverged }: OperationalEvent, count: number): void {
    add(this.events, [state, statusRank(status), diverged], count);
  }
}

function send(
  db: PoolClient,
  name: string,
  text: string,
  columns: number,
  sums: readonly { readonly under: readonly Value[]; readonly count: number }[],
): Promise<unknown>[] {
  if (sums.length === 0) return [];
  const rows = sums.map(({ under, count }) => [...under, count]);
  return [db.query({ name, text, values: columnArrays(rows, columns) })];
}

function sameGroup(a: OperationalEvent, b: OperationalEvent): boolean {
  return a.state === b.state && a.status === b.status && a.diverged === b.diverged;
}

type Deltas = Map<string, { readonly under: readonly Value[]; count: number }>;

function add(deltas: Deltas, under: readonly Value[], count: number): void {
  const name = under.join(' ');
  const known = deltas.get(name);
  if (known) known.count += count;
  else deltas.set(name, { under, count });
}
