import type { EventFilter } from '@signalbox/contracts';
import { EVENT_JSON } from './event-row.ts';
import { changeConditions } from './filter-change.ts';
import { ENTRY_JSON, wasJson } from './journal-row.ts';
import type { Parameters } from './parameters.ts';

/**
 * For SELECT: a change as the JSON that is sent; null where the filter leaves it out. PostgreSQL writes it for little more than
 * it takes to hand over fifty columns, and the driver reads one.
 *
 * @param was The table, or alias, whose `was_` columns tell what the event was.
 */
export function changeText(filter: EventFilter, was: string, parameters: Parameters): string {
  const { now, before } = changeConditions(filter, was, parameters);
  const left = `CASE WHEN ${now} THEN '}' ELSE ',"left":true}' END`;
  const parts = [...ENTRY_JSON, `',"event":'`, ...EVENT_JSON, `',"was":'`, wasJson(was), left];
  return `CASE WHEN ${now} OR ${before} THEN concat(${parts.join(', ')}) END`;
}
