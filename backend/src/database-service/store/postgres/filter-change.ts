import type { EventFilter } from '@signalbox/contracts';
import { statusRank } from '../stored-values.ts';
import type { Parameters } from './parameters.ts';

const FIELDS = ['state', 'status', 'source', 'id', 'type', 'assignee'] as const;

/** `filterChange` of contracts in SQL. */
export interface ChangeConditions {
  /** Whether the event matches as it is. */
  readonly now: string;
  /** Whether it matched before the entry; not asked when it matches now. */
  readonly before: string;
}

/** @param was The table, or alias, whose `was_` columns tell what the event was. */
export function changeConditions(filter: EventFilter, was: string, parameters: Parameters): ChangeConditions {
  const asked = FIELDS.flatMap((field) => {
    const values = field === 'status' ? filter.status?.map(statusRank) : filter[field];
    return values === undefined ? [] : [{ field, among: `= ANY(${parameters.add(values)})` }];
  });
  const conditions = (column: (field: string) => string): string[] => [
    ...asked.map(({ field, among }) => `${column(field)} ${among}`),
    ...(filter.diverged === undefined ? [] : [column('diverged')]),
  ];
  const now = (field: string) => `events.${field}`;
  const before = (field: string) =>
    field === 'id' || field === 'source' ? now(field) : `${was}.was_${field}`;
  return {
    now: `(${conditions(now).join(' AND ') || 'true'})`,
    before: `(${[`${was}.was_status IS NOT NULL`, ...conditions(before)].join(' AND ')})`,
  };
}
