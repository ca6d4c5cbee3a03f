import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { queryWords } from '@signalbox/contracts';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import type { Findings, Hit } from '../merge-lanes.ts';
import { readRows } from '../read-rows.ts';
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
  /** The last row up to which is searched; undefined when there is no more. To tell it may cost a search. */
  readonly end: () => number | undefined;
}

/** A page of the events that have the words, in the order of their first receipt. */
export function findWords(query: WordsQuery, after: number | undefined, limit: number): Findings {
  const residual = placedConditions(query.filter, MARKED);
  const isAll = residual.sql === '1';
  const { sql, values, end } = rowsOfWords(query, after, isAll ? limit + 1 : undefined);
  const joined = isAll ? '' : `CROSS JOIN idx.placed USING (row) WHERE ${residual.sql}`;
  const page = `SELECT row FROM (${sql}) ${joined} LIMIT ${limit + 1}`;
  const rows = readRows(query.db, page, [...values, ...residual.values]).map(([row]) => Number(row));
  const hits = rows.slice(0, limit).map(hitOf);
  if (rows.length > limit) return { hits, more: true, boundedAt: undefined };
  const searchedTo = end();
  return {
    hits,
    more: searchedTo !== undefined,
    boundedAt: searchedTo === undefined ? undefined : hitOf(searchedTo),
  };
}

const hitOf = (row: number): Hit => ({ row, place: [row] });

/** Fields that the marks among the words stand for. */
export const MARKED = ['source', 'type'] as const;

/**
 * The rows of the events that have the words: the first so many, or all that may be looked up. Words of many events may have no
 * event in common, and FTS5 would look for one through all of their lists: so these are read up to a bound, and put together here.
 */
export function rowsOfWords(query: WordsQuery, after: number | undefined, most?: number): FoundWords {
  const { db, descending } = query;
  const terms = termsOf(query);
  // FTS5 takes a bound only as a whole number, and node:sqlite binds no other kind but these as one.
  const start = BigInt(after ?? (descending ? Number.MAX_SAFE_INTEGER : -1));
  const order = `ORDER BY row ${descending ? 'DESC' : 'ASC'}`;
  const from = `SELECT rowid AS row FROM idx.event_words WHERE event_words MATCH ? AND rowid ${descending ? '<' : '>'} ?`;
  const rowAt = (match: string, entry: number) =>
    readRows(db, `${from} ${order} LIMIT 1 OFFSET ?`, [match, start, entry - 1])[0]?.[0] as
      number | undefined;

  const entries = most ?? LOOKED_UP_MOST;
  const eachMost = most === undefined ? LOOKED_UP_MOST : READ_MOST;
  const each = Math.min(eachMost, Math.floor((2 * READ_MOST) / terms.length));
  const ends = terms.length > 1 ? terms.map((term) => rowAt(term, each)) : [undefined];
  if (ends.includes(undefined)) {
    // One of the lists is read whole: the others are entered at its rows only.
    const match = terms.join(' AND ');
    return {
      sql: `${from} ${order} LIMIT ${entries}`,
      values: [match, start],
      end: () => rowAt(match, entries),
    };
  }
  // The lists are in the same order: they are walked side by side, and no further than what is asked for.
  const bound = nearest(ends as readonly number[], descending);
  const within = `${from} AND rowid ${descending ? '>=' : '<='} ?`;
  return {
    sql: `${terms.map(() => within).join(' INTERSECT ')} ${order} LIMIT ${entries}`,
    values: terms.flatMap((term) => [term, start, BigInt(bound)]),
    end: () => bound,
  };
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
