import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { EventFilter } from '@signalbox/contracts';
import { wordsMatch, type Conditions } from '../filter-sql.ts';
import { readRows } from '../read-rows.ts';
import { GROUPS } from './groups.ts';
import type { NameKind } from './names.ts';

/** A filter in the numbers of the index. */
export interface PlacedFilter {
  /** The groups that pass; undefined when all do. */
  readonly groups: readonly number[] | undefined;
  readonly source: readonly number[] | undefined;
  readonly type: readonly number[] | undefined;
  readonly assignee: readonly number[] | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
}
/** Lets everything pass. */
export const UNFILTERED: PlacedFilter = {
  groups: undefined,
  source: undefined,
  type: undefined,
  assignee: undefined,
  from: undefined,
  to: undefined,
};
export const NAMED = { source: 's', type: 't', assignee: 'a' } as const satisfies Record<string, NameKind>;

/** Whether the index is needed: state, status and diverged are told by the events' own indexes, ids by their own. */
export function asksIndex({ source, type, assignee, from, to, q, id }: EventFilter): boolean {
  if (wordsMatch(q) !== undefined) return true;
  return id === undefined && [source, type, assignee, from, to].some((asked) => asked !== undefined);
}

/** The filter in numbers; undefined when nothing can pass it. */
export function placedFilter(db: DatabaseSync, filter: EventFilter): PlacedFilter | undefined {
  const numbersOf = (field: keyof typeof NAMED) => findNames(db, NAMED[field], filter[field]);
  const time = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
  const groups = groupsOf(filter);
  const placed = {
    groups: groups.length === GROUPS.length ? undefined : groups,
    source: numbersOf('source'),
    type: numbersOf('type'),
    assignee: numbersOf('assignee'),
    from: time(filter.from),
    to: time(filter.to),
  };
  const canPass = [placed.groups, placed.source, placed.type, placed.assignee].every(
    (some) => some?.length !== 0,
  );
  return canPass ? placed : undefined;
}

/** Conditions on the columns of `placed`, without those that are left out. */
export function placedConditions(
  filter: PlacedFilter,
  leftOut: readonly (keyof PlacedFilter)[] = [],
): Conditions {
  const parts: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (field: keyof PlacedFilter, sql: string, given: readonly SQLInputValue[]) => {
    if (leftOut.includes(field)) return;
    parts.push(sql);
    values.push(...given);
  };
  const columns = { groups: 'grp', source: 'source', type: 'type', assignee: 'assignee' } as const;
  for (const field of ['source', 'type', 'assignee', 'groups'] as const) {
    const wanted = filter[field];
    if (wanted) add(field, `${columns[field]} IN (${wanted.map(() => '?').join(', ')})`, wanted);
  }
  if (filter.from !== undefined) add('from', 'reported_at >= ?', [filter.from]);
  if (filter.to !== undefined) add('to', 'reported_at < ?', [filter.to]);
  return { sql: parts.length > 0 ? parts.join(' AND ') : '1', values };
}

function groupsOf({ state, status, diverged }: EventFilter): number[] {
  const passes = (group: (typeof GROUPS)[number]) =>
    (state?.includes(group.state) ?? true) &&
    (status?.includes(group.status) ?? true) &&
    (group.diverged || !diverged);
  return [...GROUPS.entries()].filter(([, group]) => passes(group)).map(([number]) => number);
}

export function findNames(
  db: DatabaseSync,
  kind: NameKind,
  names: readonly string[] | undefined,
): readonly number[] | undefined {
  if (names === undefined) return undefined;
  const find = 'SELECT id FROM idx.names WHERE name = ? AND kind = ?';
  return [...new Set(names)].flatMap((name) => readRows(db, find, [name, kind]).map(([id]) => Number(id)));
}
