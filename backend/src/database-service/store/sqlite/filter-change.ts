import { STATUSES, type EventFilter } from '@signalbox/contracts';
import { statusRank } from '../stored-values.ts';

const FIELDS = ['state', 'status', 'source', 'id', 'type', 'assignee'] as const;
type Field = (typeof FIELDS)[number];

/** `filterChange` of contracts in SQL, with parameters that are named like the fields. */
export interface ChangeConditions {
  /** Whether the event matches as it is. */
  readonly now: string;
  /** Whether it matched before the entry; not asked when it matches now. */
  readonly before: string;
}

/** @param was The table, or alias, whose `was_` columns tell what the event was. */
export function changeConditions(filter: EventFilter, was: string): ChangeConditions {
  const now = (field: string) => `events.${field}`;
  const before = (field: string) =>
    field === 'id' || field === 'source' ? now(field) : `${was}.was_${field}`;
  return {
    now: conditions(filter, now).join(' AND ') || 'TRUE',
    before: [`${was}.was_status IS NOT NULL`, ...conditions(filter, before)].join(' AND '),
  };
}

function conditions(filter: EventFilter, column: (field: string) => string): string[] {
  const among = presentFields(filter).map(
    (field) => `${column(field)} IN (SELECT value FROM json_each(:${field}))`,
  );
  return filter.diverged === undefined ? among : [...among, column('diverged')];
}

/** The same for filters that need the same SQL. */
export const shapeOf = (filter: EventFilter): string =>
  [...presentFields(filter), filter.diverged === undefined ? '' : 'diverged'].join();

export function changeParameters(filter: EventFilter): Record<string, string> {
  const valuesOf = (field: Field): readonly unknown[] =>
    field === 'status' ? (filter.status ?? STATUSES).map(statusRank) : (filter[field] ?? []);
  return Object.fromEntries(presentFields(filter).map((field) => [field, JSON.stringify(valuesOf(field))]));
}

const presentFields = (filter: EventFilter): readonly Field[] =>
  FIELDS.filter((field) => filter[field] !== undefined);
