import type { DatabaseSync } from 'node:sqlite';
import type { Conditions } from '../filter-sql.ts';
import { MOST, readRows } from '../read-rows.ts';
import { chooseNames, NAME_INDEXES, type NamedCells } from './choose-names.ts';
import { UNFILTERED, placedConditions, type PlacedFilter } from './placed-filter.ts';

/** An index whose first columns choose some of the events that a filter asks for. */
export interface Lead {
  readonly index: string;
  /** How many it chooses; more than the bound when it is not known how many more. */
  readonly count: number;
  /** What it chooses by. */
  readonly conditions: Conditions;
}

/**
 * The index that chooses the fewest events for this filter; undefined when none of them knows it, or nothing passes. The sums
 * tell how many bear a name; events of a time must be counted, which is done only where too many bear the name.
 */
export function chooseLead(
  db: DatabaseSync,
  filter: PlacedFilter,
  bound: number,
  names = chooseNames(db, filter),
): Lead | undefined {
  if (names?.count === 0) return undefined;
  const named = names && leadOfNames(names);
  if (named && named.count <= bound) return named;
  const times = leadOfTimes(db, filter, bound);
  if (!named || !times) return named ?? times;
  return times.count <= bound ? times : named;
}

function leadOfNames({ field, count, cells }: NamedCells): Lead {
  const names = [...new Set(cells.map(({ name }) => name))];
  const groups = [...new Set(cells.map(({ group }) => group))];
  const conditions = placedConditions({ ...UNFILTERED, [field]: names, groups });
  return { index: NAME_INDEXES[field], count, conditions };
}

function leadOfTimes(db: DatabaseSync, { from, to }: PlacedFilter, bound: number): Lead | undefined {
  if (from === undefined && to === undefined) return undefined;
  const conditions = placedConditions({ ...UNFILTERED, from, to });
  const counted = `SELECT count(*) FROM (SELECT 1 FROM idx.placed INDEXED BY placed_by_report
    WHERE ${conditions.sql} LIMIT ${MOST})`;
  const [row] = readRows(db, counted, [...conditions.values, bound + 1]);
  return { index: 'placed_by_report', count: Number(row?.[0]), conditions };
}
