import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventFilter } from '@signalbox/contracts';
import { EVENT_JSON } from './event-row.ts';
import { changeConditions, changeParameters, shapeOf } from './filter-change.ts';
import { ENTRY_JSON, wasJson } from './journal-row.ts';

/**
 * SQL of a change as the JSON that is sent, in bytes; null where the filter leaves it out. SQLite writes it faster than
 * its columns can be handed over.
 *
 * @param was The table, or alias, whose `was_` columns tell what the event was.
 */
function changeText(filter: EventFilter, was: string): string {
  const { now, before } = changeConditions(filter, was);
  const end = `iif(${now}, '}', ',"left":true}')`;
  const parts = [...ENTRY_JSON, `',"event":'`, ...EVENT_JSON, `',"was":'`, wasJson(was), end];
  return `CASE WHEN ${now} OR (${before}) THEN CAST(concat(${parts.join(', ')}) AS BLOB) END`;
}

/** The number of an entry, and its text where the filter lets it pass. */
export type ChangeText = readonly [seq: number, text: Uint8Array | null];

/**
 * Reads changes by this SQL, which begins with FROM, names `journal` and `events`, and has the text of a change in reach.
 * Filters with the same fields share a statement.
 */
export function prepareReadTexts(db: DatabaseSync, from: string, { was }: { readonly was: string }) {
  const statements = new Map<string, StatementSync>();

  function statementFor(filter: EventFilter): StatementSync {
    const shape = shapeOf(filter);
    const known = statements.get(shape);
    if (known) return known;
    const statement = db.prepare(`SELECT journal.seq, ${changeText(filter, was)} ${from}`);
    statement.setReturnArrays(true);
    statements.set(shape, statement);
    return statement;
  }

  return (filter: EventFilter, parameters: Readonly<Record<string, SQLInputValue>>): Iterable<ChangeText> =>
    statementFor(filter).iterate({
      ...changeParameters(filter),
      ...parameters,
    }) as Iterable<unknown> as Iterable<ChangeText>;
}
