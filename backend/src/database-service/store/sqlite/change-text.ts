import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventFilter } from '@signalbox/contracts';
import { EVENT_JSON } from './event-row.ts';
import { changeConditions, changeParameters, shapeOf } from './filter-change.ts';
import { ENTRY_JSON, wasJson } from './journal-row.ts';

/**
 * SQL of a change as the JSON that is sent; null where the filter leaves it out. SQLite writes it faster than
 * its columns can be handed over.
 *
 * @param was The table, or alias, whose `was_` columns tell what the event was.
 */
function changeText(filter: EventFilter, was: string): string {
  const { now, before } = changeConditions(filter, was);
  const end = `iif(${now}, '}', ',"left":true}')`;
  const parts = [...ENTRY_JSON, `',"event":'`, ...EVENT_JSON, `',"was":'`, wasJson(was), end];
  return `CASE WHEN ${now} OR (${before}) THEN concat(${parts.join(', ')}) END`;
}

type Parameters = Readonly<Record<string, SQLInputValue>>;

/** The number of an entry, and its text where the filter lets it pass. */
export type ChangeText = readonly [seq: number, text: Uint8Array | null];

/**
 * Reads changes by this SQL, which begins with FROM, names `journal` and `events`, and has the text of a change in reach.
 * Filters with the same fields share a statement.
 */
export function prepareReadTexts(db: DatabaseSync, from: string, { was }: { readonly was: string }) {
  const statementFor = prepareForFilters(
    db,
    (filter) => `SELECT journal.seq, CAST(${changeText(filter, was)} AS BLOB) ${from}`,
  );
  return (filter: EventFilter, parameters: Parameters): Iterable<ChangeText> =>
    statementFor(filter).iterate({
      ...changeParameters(filter),
      ...parameters,
    }) as Iterable<unknown> as Iterable<ChangeText>;
}

/** Changes that were read together: how many, the number of the last of them, and the texts of those that pass. */
export interface JoinedTexts {
  readonly read: number;
  readonly seq: number;
  readonly count: number;
  /** With commas between them. */
  readonly text: Uint8Array;
}

/** The same as one text: to be handed many rows costs a fifth of the work. By its order, the SQL has a limit. */
export function prepareReadJoined(db: DatabaseSync, from: string, { was }: { readonly was: string }) {
  const statementFor = prepareForFilters(
    db,
    (filter) => `
      SELECT count(*), max(seq), count(text), CAST(group_concat(text, ',') AS BLOB)
      FROM (SELECT journal.seq AS seq, ${changeText(filter, was)} AS text ${from})`,
  );
  return (filter: EventFilter, parameters: Parameters): JoinedTexts => {
    const row = statementFor(filter).get({ ...changeParameters(filter), ...parameters });
    const [read, seq, count, text] = row as unknown as readonly [number, number, number, Uint8Array | null];
    return { read, seq, count, text: text ?? new Uint8Array() };
  };
}

function prepareForFilters(db: DatabaseSync, sqlOf: (filter: EventFilter) => string) {
  const statements = new Map<string, StatementSync>();

  return (filter: EventFilter): StatementSync => {
    const shape = shapeOf(filter);
    const known = statements.get(shape);
    if (known) return known;
    const statement = db.prepare(sqlOf(filter));
    statement.setReturnArrays(true);
    statements.set(shape, statement);
    return statement;
  };
}
