import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Sort } from '@signalbox/contracts';
import { STATES, STATUSES } from '@signalbox/contracts/vocabulary';
import type { ListRequest } from '../event-store.ts';
import type { Place } from '../page-token.ts';
import { statusRank } from '../stored-values.ts';
import { conditionsOf } from './filter-sql.ts';
import type { Findings } from './merge-lanes.ts';
import { readRows } from './read-rows.ts';

const INDEXES = {
  changed_at: { all: 'events_by_change', diverged: 'events_diverged' },
  first_reported_at: { all: 'events_by_first_report', diverged: 'events_diverged_by_first_report' },
} as const;

/** SQL of some events with their places, without an order, and the values of its question marks. */
interface Part {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Which way the list is read, and after which place. */
interface Way {
  readonly sort: Sort;
  readonly descending: boolean;
  readonly after: Place | undefined;
}

/**
 * Finds by the events' own indexes what is asked for by id, or by state, status and diverged alone. Of those each group
 * stands in the order of the list: SQLite merges them, and reads of each no further than the page needs.
 */
export function scanEvents(
  db: DatabaseSync,
  { filter, sort, limit }: ListRequest,
  after: Place | undefined,
  descending: boolean,
): Findings {
  const way = { sort, descending, after };
  const parts = filter.id ? [partOfIds(filter, way)] : partsOfGroups(filter, way);
  if (parts.length === 0) return { hits: [], more: false, boundedAt: undefined };
  const order = placeOf(sort).map((_column, index) => `${index + 1} ${descending ? 'DESC' : 'ASC'}`);
  // The limit is no parameter: SQLite looks at it when it plans, and would plan anew each time that it is given.
  const end = `ORDER BY ${order.join(', ')} LIMIT ${limit + 1}`;
  const sql = `${parts.map((part) => part.sql).join(' UNION ALL ')} ${end}`;
  const rows = readRows(
    db,
    sql,
    parts.flatMap(({ values }) => values),
  );
  const hits = rows.slice(0, limit).map((place) => ({ row: Number(place.at(-1)), place: place as Place }));
  return { hits, more: rows.length > limit, boundedAt: undefined };
}

/** Ids choose what is read: all of it, to be sorted. */
function partOfIds(filter: ListRequest['filter'], way: Way): Part {
  const { sql, values } = conditionsOf(filter);
  const place = placeOf(way.sort);
  const cut = cutAfter(place, way.after, way);
  return {
    sql: `SELECT ${place.join(', ')} FROM events WHERE ${sql} ${cut.sql}`,
    values: [...values, ...cut.values],
  };
}

/** One for each group, without those that lie before the place. */
function partsOfGroups({ state, status, diverged }: ListRequest['filter'], way: Way): Part[] {
  const { sort, descending, after } = way;
  const time = timeOf(sort);
  const index = INDEXES[time][diverged ? 'diverged' : 'all'];
  // A value that is asked for twice must not give its events twice.
  const states = [...new Set(state ?? STATES)];
  const ranks = [...new Set(status ?? STATUSES)].map(statusRank);
  // By status, all of a group stands on one side of the place, unless it is of the very status.
  const atRank = sort === '-status' ? (after?.[0] as number | undefined) : undefined;
  const wanted = ranks.filter(
    (rank) => atRank === undefined || (descending ? rank <= atRank : rank >= atRank),
  );
  return wanted.flatMap((rank) => {
    const isBehind = atRank !== undefined && rank !== atRank;
    const cut = cutAfter([time, 'row'], isBehind ? undefined : after?.slice(-2), way);
    const sql = `SELECT ${placeOf(sort).join(', ')} FROM events INDEXED BY ${index}
      WHERE state = ? AND status = ? ${diverged ? 'AND diverged = 1' : ''} ${cut.sql}`;
    return states.map((one) => ({ sql, values: [one, rank, ...cut.values] }));
  });
}

function cutAfter(columns: readonly string[], after: Place | undefined, { descending }: Way): Part {
  if (after === undefined) return { sql: '', values: [] };
  const marks = after.map(() => '?').join(', ');
  return { sql: `AND (${columns.join(', ')}) ${descending ? '<' : '>'} (${marks})`, values: [...after] };
}

const placeOf = (sort: Sort): readonly string[] =>
  sort === '-status' ? ['status', 'changed_at', 'row'] : [timeOf(sort), 'row'];
const timeOf = (sort: Sort): keyof typeof INDEXES =>
  sort === 'firstReportedAt' || sort === '-firstReportedAt' ? 'first_reported_at' : 'changed_at';
