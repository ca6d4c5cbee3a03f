import type { DatabaseSync } from 'node:sqlite';
import { readRows } from '../read-rows.ts';
import type { PlacedFilter } from './placed-filter.ts';

export const NAME_INDEXES = {
  source: 'placed_by_source',
  type: 'placed_by_type',
  assignee: 'placed_by_assignee',
} as const;
export type NameField = keyof typeof NAME_INDEXES;
const FIELDS = Object.keys(NAME_INDEXES) as NameField[];

/** Events that bear a name and are of a group: they lie together in the index of the name. */
export interface Cell {
  readonly name: number;
  readonly group: number;
}

/** All events that bear one of the names of a field, as far as the rest of the filter may let them pass. */
export interface NamedCells {
  readonly field: NameField;
  readonly count: number;
  /** None of them is empty. */
  readonly cells: readonly Cell[];
}

/**
 * Of sources, types and assignees, those by which a filter chooses the fewest events; undefined when it names none. A group
 * passes only if each of the fields has events of it: few are assigned, say, and none of these is completed.
 */
export function chooseNames(db: DatabaseSync, filter: PlacedFilter): NamedCells | undefined {
  const asked = FIELDS.filter((field) => filter[field]);
  const sums = asked.map((field) => ({ field, rows: readSums(db, filter[field] ?? []) }));
  const has = sums.map(({ rows }) => new Set(rows.map(({ group }) => group)));
  const passes = (group: number) =>
    (filter.groups?.includes(group) ?? true) && has.every((groups) => groups.has(group));
  const fields = sums.map(({ field, rows }): NamedCells => {
    const cells = rows.filter(({ group }) => passes(group));
    return { field, cells, count: cells.reduce((sum, { count }) => sum + count, 0) };
  });
  return fields.toSorted((a, b) => a.count - b.count)[0];
}

interface Sum extends Cell {
  readonly count: number;
}

function readSums(db: DatabaseSync, names: readonly number[]): Sum[] {
  const marks = names.map(() => '?').join(', ');
  const sums = `SELECT name, grp, count FROM idx.name_sums WHERE name IN (${marks}) AND count > 0`;
  return readRows(db, sums, names).map(([name, group, count]) => {
    return { name: Number(name), group: Number(group), count: Number(count) };
  });
}
