import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { STATES, STATUSES, type EventFilter, type Sort, type State, type Status } from '@signalbox/contracts';
import type { PageStart, Place } from '../page-token.ts';
import { statusRank } from './columns.ts';
import { conditionsOf, wordsMatch, type Conditions } from './filter-sql.ts';

/** One index entry that was read: where it stands in the sort, and whether its event passes the filter. */
export interface Scanned {
  readonly row: number;
  readonly place: Place;
  readonly hit: boolean;
}

/** A part of the events that an index holds in the order of the sort; several are merged. */
interface Lane {
  readonly from: string;
  readonly where: Conditions;
  /** Columns of the sort within the lane; the row number always follows. */
  readonly columns: readonly string[];
  /** What the lane's place in the sort begins with. */
  readonly prefix: Place;
}

/** The shape of a place, by which a page token is checked. */
export function placeShape(filter: EventFilter, sort: Sort): Place {
  if (wordsMatch(filter.q) !== undefined) return [0];
  return sort === '-status' ? [0, '', 0] : ['', 0];
}

/**
 * The events in the order of the sort, from a place on, index entry by index entry: those that do not pass the filter
 * come too, so that the caller can bound what is read.
 */
export function* scanEvents(
  db: DatabaseSync,
  filter: EventFilter,
  sort: Sort,
  start: Partial<PageStart>,
): Generator<Scanned> {
  const isDescending = wordsMatch(filter.q) !== undefined || sort.startsWith('-');
  const descending = isDescending !== (start.direction === 'previous');
  const conditions = conditionsOf(filter);
  const lanes = lanesOf(filter, sort)
    .map((lane) => ({ ...lane, where: chosenById(lane.where, filter) }))
    .map((lane) => openLane(db, lane, conditions, descending, start.place))
    .filter((lane) => lane !== undefined);
  try {
    yield* merge(lanes, descending ? -1 : 1);
  } finally {
    for (const lane of lanes) lane.return?.();
  }
}

const NO_CONDITION: Conditions = { sql: '1', values: [] };

function lanesOf(filter: EventFilter, sort: Sort): Lane[] {
  const match = wordsMatch(filter.q);
  if (match !== undefined) {
    const where = { sql: 'event_words MATCH ?', values: [match] };
    const from = 'event_words CROSS JOIN events ON events.row = event_words.rowid';
    return [{ from, where, columns: ['event_words.rowid'], prefix: [] }];
  }
  if (sort === 'firstReportedAt' || sort === '-firstReportedAt') {
    const from = filter.id ? 'events' : 'events INDEXED BY events_by_first_report';
    return [{ from, where: NO_CONDITION, columns: ['first_reported_at', 'row'], prefix: [] }];
  }
  const index = filter.diverged ? 'events_diverged' : 'events_by_change';
  const from = filter.id ? 'events' : `events INDEXED BY ${index}`;
  const group = (state: State, status: Status): Lane => ({
    from,
    where: {
      sql: `events.state = ? AND events.status = ?${filter.diverged ? ' AND events.diverged = 1' : ''}`,
      values: [state, statusRank(status)],
    },
    columns: ['changed_at', 'row'],
    prefix: sort === '-status' ? [statusRank(status)] : [],
  });
  // A value that is asked for twice must not give its events twice.
  const states = new Set(filter.state ?? STATES);
  const statuses = new Set(filter.status ?? STATUSES);
  return [...states].flatMap((state) => [...statuses].map((status) => group(state, status)));
}

/**
 * Ids have an index of their own: they choose what is read, and are not looked for in all that is sorted. Words come in
 * their own order, where nothing but the bound of a page keeps them from being read to the end.
 */
function chosenById({ sql, values }: Conditions, { id, q }: EventFilter): Conditions {
  if (!id || wordsMatch(q) !== undefined) return { sql, values };
  return { sql: `${sql} AND events.id IN (${id.map(() => '?').join(', ')})`, values: [...values, ...id] };
}

type OpenLane = Iterator<Scanned>;

function openLane(
  db: DatabaseSync,
  { from, where, columns, prefix }: Lane,
  conditions: Conditions,
  descending: boolean,
  place: Place | undefined,
): OpenLane | undefined {
  const side = place === undefined ? 0 : sideOf(prefix, place) * (descending ? -1 : 1);
  if (side < 0) return undefined; // all of this lane lies before the place
  const isCut = place !== undefined && side === 0;
  const after = isCut
    ? ` AND (${columns.join(', ')}) ${descending ? '<' : '>'} (${columns.map(() => '?').join(', ')})`
    : '';
  const order = columns.map((column) => `${column} ${descending ? 'DESC' : 'ASC'}`).join(', ');
  const statement = db.prepare(
    `SELECT ${columns.map((column, index) => `${column} AS c${index}`).join(', ')}, (${conditions.sql}) AS hit
     FROM ${from} WHERE ${where.sql}${after} ORDER BY ${order}`,
  );
  const values: SQLInputValue[] = [...conditions.values, ...where.values];
  if (isCut) values.push(...place.slice(prefix.length));
  const rows = statement.iterate(...values);
  return rows.map((row) => {
    const places = columns.map((_column, index) => row[`c${index}`] as string | number);
    return { row: Number(places.at(-1)), place: [...prefix, ...places], hit: row['hit'] === 1 };
  });
}

/** Where a lane lies whose places all begin so: -1 before, 1 after, 0 around the place. */
function sideOf(prefix: Place, place: Place): number {
  return compare(prefix, place.slice(0, prefix.length));
}

function compare(a: Place, b: Place): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] as string | number;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

/** One sequence out of several that are each in order. There are nine at most: looking at every head is enough. */
function* merge(lanes: readonly OpenLane[], direction: 1 | -1): Generator<Scanned> {
  const heads = lanes.map((lane) => ({ lane, head: lane.next() })).filter(({ head }) => !head.done);
  while (heads.length > 0) {
    const [first, ...others] = heads as [(typeof heads)[number], ...typeof heads];
    const best = others.reduce((a, b) => (compare(placeOf(b), placeOf(a)) * direction < 0 ? b : a), first);
    yield best.head.value as Scanned;
    best.head = best.lane.next();
    if (best.head.done) heads.splice(heads.indexOf(best), 1);
  }
}

const placeOf = ({ head }: { head: IteratorResult<Scanned> }): Place => (head.value as Scanned).place;
