import type { Pool } from 'pg';
import { LIMITS, type EventFilter } from '@signalbox/contracts';
import { soughtWords } from './filter-sql.ts';
import { newParameters, statement } from './parameters.ts';

/** So many events are sorted within some ten milliseconds. */
const FEW = 5_000;

/** The part of a filter whose index finds so few events that they are all read. */
export type Lead = 'id' | 'q' | 'source' | 'assignee' | 'type';

/**
 * What finds so few events that they are better gathered and sorted than looked for in the order of the list; undefined
 * where nothing does. `unordered`: no index holds them by source, assignee or type in that order.
 */
export function prepareChooseLead(readers: Pool, most = FEW) {
  return async (filter: EventFilter, unordered: boolean): Promise<Lead | undefined> => {
    if (filter.id) return 'id';
    const sought = soughtWords(filter.q);
    if (sought !== undefined && (await estimate(readers, sought)) <= LIMITS.entriesReadPerPage) return 'q';
    if (sought === undefined && !unordered) return undefined;
    for (const field of ['source', 'assignee', 'type'] as const) {
      const values = filter[field];
      if (values && (await countUpTo(readers, field, values, most)) <= most) return field;
    }
    return undefined;
  };
}

/** How many entries an index has under these values, up to one more than these. */
async function countUpTo(
  readers: Pool,
  field: string,
  values: readonly string[],
  most: number,
): Promise<number> {
  const parameters = newParameters();
  const { rows } = await readers.query<{ count: number }>(
    statement(
      `SELECT count(*) AS count FROM (
         SELECT FROM events WHERE ${field} = ANY(${parameters.add(values)}) LIMIT ${most + 1}) AS found`,
      parameters,
    ),
  );
  return rows[0]?.count ?? 0;
}

/**
 * How many events have the words, as the server believes: it knows how frequent the thousand commonest words are. To
 * count them would mean to find them all.
 */
async function estimate(readers: Pool, sought: string): Promise<number> {
  const { rows } = await readers.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    'EXPLAIN (FORMAT JSON) SELECT FROM events WHERE words @@ $1::tsquery',
    [sought],
  );
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}
