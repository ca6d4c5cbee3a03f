import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Sort } from '@signalbox/contracts';
import { changedNear, changedWithin, NEAR, type Times } from '../../lag.ts';
import { comparePlaces, type Place } from '../../page-token.ts';
import type { Conditions } from '../filter-sql.ts';
import type { Hit, Lane } from '../merge-lanes.ts';
import { MOST, readRows, type Values } from '../read-rows.ts';
import { chooseLead, type Lead } from './choose-lead.ts';
import { chooseNames, NAME_INDEXES, type NamedCells } from './choose-names.ts';
import { GROUPS, RANK_OF_GROUP, rankOfGroup } from './groups.ts';
import { placedConditions, type PlacedFilter } from './placed-filter.ts';

/** What is asked of the index: which events, in which order, and how many. */
export interface PlacedQuery {
  readonly db: DatabaseSync;
  readonly filter: PlacedFilter;
  readonly sort: Sort;
  readonly descending: boolean;
  readonly limit: number;
  /** As many events are read whole and sorted; more are read in the order of an index. */
  readonly fewAtMost: number;
  /** Lists of names that have more lanes are read as if they had none. */
  readonly namedLanesMost?: number;
}

const ALWAYS: Times = { from: -Infinity, to: Infinity };
/** With so few, reading them whole is cheaper than merging them from lanes. To count more would cost as much as a page. */
const LITTLE = 500;
/** Each lane is begun for a page, which takes some 10 µs. Of one name there are no more than there are groups. */
const NAMED_LANES_MOST = 128;

/** The lanes in which the index holds the events that the filter asks for, in the order of the sort. */
export function placedLanes(query: PlacedQuery): Lane[] {
  const { db, filter, sort, fewAtMost, namedLanesMost = NAMED_LANES_MOST } = query;
  const names = chooseNames(db, filter);
  if (names?.count === 0) return [];
  const isByChange = timeOf(sort) === 'changed_at';
  const hasLanes = isByChange && (names === undefined || names.cells.length <= namedLanesMost);
  const whole = hasLanes ? Math.min(LITTLE, fewAtMost) : fewAtMost;
  const lead = chooseLead(db, filter, whole, names);
  if (lead && lead.count <= whole) return [laneOfFew(query, lead)];
  if (!isByChange) return [laneByFirstReport(query)];
  if (names === undefined || !hasLanes) return lanesByLag(query, lagsIn(db));
  if (!asksTimes(filter) || names.count <= fewAtMost) return lanesOfNames(query, names);
  // A name that many bear is read from the time on, and its events that lag further among all that do.
  const further = lagsIn(db).filter((lag) => Math.abs(lag) > NEAR);
  return [...nearLanesOfNames(query, names), ...lanesByLag(query, further)];
}

const asksTimes = ({ from, to }: PlacedFilter): boolean => from !== undefined || to !== undefined;
const timesOf = ({ from = -Infinity, to = Infinity }: PlacedFilter): Times => ({ from, to });

function ranksOf({ groups }: PlacedFilter): { readonly rank: number; readonly groups: readonly number[] }[] {
  const all = groups ?? [...GROUPS.keys()];
  const byRank = Map.groupBy(all, rankOfGroup);
  return [...byRank].map(([rank, some]) => ({ rank, groups: some }));
}

/** All that the lead chooses is read, and sorted: there is little of it. */
function laneOfFew(query: PlacedQuery, { index, count, conditions }: Lead): Lane {
  const { db, filter, sort, descending, limit } = query;
  const columns = sort === '-status' ? [RANK_OF_GROUP, 'changed_at', 'row'] : [timeOf(sort), 'row'];
  const all = placedConditions(filter);
  const order = columns.map((column) => `${column} ${descending ? 'DESC' : 'ASC'}`).join(', ');
  const read = (after: Place | undefined) => {
    const cut =
      after === undefined ? '' : `AND (${columns.join(', ')}) ${descending ? '<' : '>'} (${marks(after)})`;
    const rows = readRows(
      db,
      `SELECT row, ${columns.join(', ')} FROM idx.placed INDEXED BY ${index}
       WHERE ${conditions.sql} AND ${all.sql} ${cut} ORDER BY ${order} LIMIT ${MOST}`,
      [...conditions.values, ...all.values, ...(after ?? []), limit + 1],
    );
    const hits = rows.map(([row, ...place]): Hit => ({ row: Number(row), place: place.map(Number) }));
    return { hits, end: hits.length > limit ? hits.at(-1) : undefined, read: count };
  };
  return { prefix: [], read };
}

/** A lane for each name and group, of which there are few: within it the index is in the order of the list. */
function lanesOfNames(
  query: PlacedQuery,
  names: NamedCells,
  rest = restOf(query, names),
  times = ALWAYS,
): Lane[] {
  const { field, cells } = names;
  const laneOf = prepareLanes(query, NAME_INDEXES[field], `${field} = ? AND grp = ?`, rest);
  return cells.map(({ name, group }) => {
    const prefix = query.sort === '-status' ? [rankOfGroup(group)] : [];
    return laneOf([name, group], prefix, times);
  });
}

function nearLanesOfNames(query: PlacedQuery, names: NamedCells): Lane[] {
  const { sql, values } = restOf(query, names);
  const near = { sql: `${sql} AND lag BETWEEN ${-NEAR} AND ${NEAR}`, values };
  return lanesOfNames(query, names, near, changedNear(timesOf(query.filter)));
}

const restOf = ({ filter }: PlacedQuery, { field }: NamedCells): Conditions =>
  placedConditions(filter, [field, 'groups']);

/** A lane for each lag; what does not pass the filter is read too. */
function lanesByLag(query: PlacedQuery, lags: readonly number[]): Lane[] {
  const { filter, sort } = query;
  const lanesOf = (groups: PlacedFilter['groups'], prefix: Place) => {
    const laneOf = prepareLanes(
      query,
      'placed_by_change',
      'lag = ?',
      placedConditions({ ...filter, groups }),
    );
    return lags.map((lag) => laneOf([lag], prefix, changedWithin(lag, timesOf(filter))));
  };
  if (sort !== '-status') return lanesOf(filter.groups, []);
  return ranksOf(filter).flatMap(({ rank, groups }) => lanesOf(groups, [rank]));
}

/** An event is reported for the first time before it is reported last. */
function laneByFirstReport(query: PlacedQuery): Lane {
  const laneOf = prepareLanes(query, 'placed_by_first_report', '1', placedConditions(query.filter));
  return laneOf([], [], { ...ALWAYS, to: timesOf(query.filter).to });
}

/**
 * Lanes of one index that differ by what they lie within, and by the times of the sort outside of which nothing of them passes;
 * of their entries the rest of the filter is asked.
 */
function prepareLanes(query: PlacedQuery, index: string, within: string, rest: Conditions) {
  const { db, descending } = query;
  const time = timeOf(query.sort);
  const order = descending ? 'DESC' : 'ASC';
  const entries = (columns: string, bounds: string) =>
    `SELECT ${columns} FROM idx.placed INDEXED BY ${index}
     WHERE ${within} AND ${time} ${descending ? '>=' : '<'} ? AND (${time}, row) ${descending ? '<' : '>'} (?, ?)
     ORDER BY ${time} ${order}, row ${order} ${bounds}`;
  const asked = `row, ${time}, grp, reported_at, source, type, assignee${time === 'changed_at' ? ', lag' : ''}`;
  const found = `SELECT row, ${time} FROM (${entries(asked, `LIMIT ${MOST}`)}) WHERE ${rest.sql}`;
  const last = entries(`row, ${time}`, 'LIMIT 1 OFFSET ?');
  const left = `SELECT count(*) FROM (${entries('1', `LIMIT ${MOST}`)})`;

  return (values: readonly number[], prefix: Place, { from, to }: Times): Lane => {
    const [start, stop] = descending ? [to, from] : [from, to];
    const hitOf = ([row, at]: Values): Hit => {
      return { row: Number(row), place: [...prefix, Number(at), Number(row)] };
    };
    const read = (after: Place | undefined, most: number) => {
      const begin = furtherOf([start, 0], after?.slice(prefix.length), descending);
      const given: SQLInputValue[] = [...values, stop, ...begin];
      const hits = readRows(db, found, [...given, most, ...rest.values]).map(hitOf);
      if (rest.sql === '1') return { hits, end: hits[most - 1], read: hits.length };
      const [end] = readRows(db, last, [...given, most - 1]);
      if (end) return { hits, end: hitOf(end), read: most };
      const [row] = readRows(db, left, [...given, most]);
      return { hits, end: undefined, read: Number(row?.[0]) };
    };
    return { prefix, read };
  };
}

/** The lags that any event has. */
function lagsIn(db: DatabaseSync): number[] {
  const next = 'SELECT min(lag) FROM idx.placed INDEXED BY placed_by_change WHERE lag > ?';
  const lags: number[] = [];
  for (let last = -Infinity; ;) {
    const lag = readRows(db, next, [last])[0]?.[0];
    if (typeof lag !== 'number') return lags;
    lags.push(lag);
    last = lag;
  }
}

const timeOf = (sort: Sort): 'changed_at' | 'first_reported_at' =>
  sort === 'firstReportedAt' || sort === '-firstReportedAt' ? 'first_reported_at' : 'changed_at';
const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** Where to start reading: where the lane begins, or after a place. */
function furtherOf(start: Place, after: Place | undefined, descending: boolean): Place {
  if (after === undefined) return start;
  return comparePlaces(after, start) < 0 === descending ? after : start;
}
