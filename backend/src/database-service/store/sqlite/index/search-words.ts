import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { queryWords } from '@signalbox/contracts';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import type { Findings, Hit } from '../merge-lanes.ts';
import { placedConditions, type PlacedFilter } from './placed-filter.ts';
import { markOf } from './words.ts';

/** Entries that one search reads of the list of each word; each entry that is looked up counts for four. */
const READ_MOST = LIMITS.entriesReadPerPage;
const LOOKED_UP_MOST = READ_MOST / 4;

export interface WordsQuery {
  readonly db: DatabaseSync;
  readonly q: string;
  readonly filter: PlacedFilter;
  readonly descending: boolean;
}

/** Events that have all the words, as rows in order: at most so many, and only as far as the bounds let it read. */
export interface FoundWords {
  /** SQL that gives their row numbers, up to the end of the search, and its values. */
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  /** The last row up to which was searched; undefined when there is no more. */
  readonly end: number | undefined;
}

/** A page of the events that have the words, in the order of their first receipt. */
export function findWords(query: WordsQuery, after: number | undefined, limit: number): Findings {
  const { db, filter } = query;
  const residual = placedConditions(filter, MARKED);
  const { sql, values, end } = rowsOfWords(query, after, residual.sql === '1' ? limit + 1 : undefined);
  const joined = residual.sql === '1' ? '' : `CROSS JOIN idx.placed USING (row) WHERE ${residual.sql}`;
  const rows = db
    .prepare(`SELECT row FROM (${sql}) ${joined} LIMIT ${limit + 1}`)
    .all(...values, ...residual.values);
  const hits = rows.map((row): Hit => hitOf(Number(row['row'])));
  if (hits.length > limit) return { hits: hits.slice(0, limit), more: true, boundedAt: undefined };
  return { hits, more: end !== undefined, boundedAt: end === undefined ? undefined : hitOf(end) };

  function hitOf(row: number): Hit {
    return { row, place: [row] };
  }
}

/** Fields that the marks among the words stand for. */
export const MARKED = ['source', 'type'] as const;

/**
 * The rows of the events that have the words, as far as the bounds allow. Words of many events may have no event in common,
 * and FTS5 would look for one through all of their lists: so these are read up to a bound, and put together here.
 */
export function rowsOfWords(query: WordsQuery, after: number | undefined, most?: number): FoundWords {
  const { db, descending } = query;
  const terms = termsOf(query);
  // FTS5 takes a bound only as a whole number, and node:sqlite binds no other kind but these as one.
  const start = BigInt(after ?? (descending ? Number.MAX_SAFE_INTEGER : -1));
  const order = descending ? 'DESC' : 'ASC';
  const from = `event_words MATCH ? AND rowid ${descending ? '<' : '>'} ?`;
  const entryAt = db.prepare(
    `SELECT rowid AS row FROM idx.event_words WHERE ${from} ORDER BY rowid ${order} LIMIT 1 OFFSET ?`,
  );
  const rowAt = (match: string, entry: number) =>
    entryAt.get(match, start, entry - 1)?.['row'] as number | undefined;

  const each = Math.floor((2 * READ_MOST) / terms.length);
  const ends = terms.length > 1 ? terms.map((term) => rowAt(term, each)) : [undefined];
  const entries = most ?? LOOKED_UP_MOST;
  if (ends.includes(undefined)) {
    // One of the lists is read whole: the others are entered at its rows only.
    const match = terms.join(' AND ');
    const sql = `SELECT rowid AS row FROM idx.event_words WHERE ${from} ORDER BY rowid ${order} LIMIT ${entries}`;
    return { sql, values: [match, start], end: rowAt(match, entries) };
  }
  // With the plus the lists are compared; without it each row of one would be looked up in the others.
  const bound = nearest(ends as readonly number[], descending);
  const within = `${from} AND rowid ${descending ? '>=' : '<='} ?`;
  const others = terms
    .slice(1)
    .map(() => `AND +rowid IN (SELECT rowid FROM idx.event_words WHERE ${within})`);
  const sql = `SELECT rowid AS row FROM idx.event_words WHERE ${within} ${others.join(' ')} ORDER BY rowid ${order} LIMIT ${entries}`;
  const values = terms.flatMap((term) => [term, start, BigInt(bound)]);
  return { sql, values, end: bound };
}

/** Where the first of the lists ends: up to there each of them is read within its bound. */
const nearest = (ends: readonly number[], descending: boolean): number =>
  descending ? Math.max(...ends) : Math.min(...ends);

function termsOf({ q, filter }: WordsQuery): string[] {
  const words = queryWords(q).map((word) => `"${word}"`);
  const mark = (kind: 's' | 't', numbers: readonly number[] | undefined) =>
    numbers ? [`(${numbers.map((number) => `"${markOf(kind, number)}"`).join(' OR ')})`] : [];
  return [...words, ...mark('s', filter.source), ...mark('t', filter.type)];
}
