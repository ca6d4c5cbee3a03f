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
/** Of common words that meet often, so few have a page. */
const READ_FIRST = READ_MOST / 12;

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
  const isWhole = residual.sql === '1';
  const joined = isWhole ? '' : `CROSS JOIN idx.placed USING (row) WHERE ${residual.sql}`;
  const find = (readMost: number) => {
    const { sql, values, end } = rowsOfWords(query, after, {
      read: readMost,
      lookUp: isWhole ? limit + 1 : LOOKED_UP_MOST,
    });
    const rows = readRows(query.db, `SELECT row FROM (${sql}) ${joined} LIMIT ${limit + 1}`, [
      ...values,
      ...residual.values,
    ]);
    const hits = rows.slice(0, limit).map(([row]) => hitOf(Number(row)));
    if (rows.length > limit) return { hits, more: true, boundedAt: undefined };
    const searchedTo = end();
    return {
      hits,
      more: searchedTo !== undefined,
      boundedAt: searchedTo === undefined ? undefined : hitOf(searchedTo),
    };
  };
  const first = find(READ_FIRST);
  return first.boundedAt ? find(READ_MOST) : first;
}

const hitOf = (row: number): Hit => ({ row, place: [row] });

/** How many entries are read of each of two words, and how many rows are looked at that have them all. */
interface Most {
  readonly read: number;
  readonly lookUp: number;
}
const MOST_ENTRIES: Most = { read: READ_MOST, lookUp: LOOKED_UP_MOST };

/** Fields that the marks among the words stand for. */
export const MARKED = ['source', 'type'] as const;

/**
 * The rows of the events that have the words, as far as the bounds allow. Words of many events may have no event in common,
 * and FTS5 would look for one through all of their lists: so these are read up to a bound, and put together here.
 */
export function rowsOfWords(query: WordsQuery, after: number | undefined, most = MOST_ENTRIES): FoundWords {
  const { db, descending } = query;
  const terms = termsOf(query);
  // FTS5 takes a bound only as a whole number, and node:sqlite binds no other kind but these as one.
  const start = BigInt(after ?? (descending ? Number.MAX_SAFE_INTEGER : -1));
  const order = descending ? 'DESC' : 'ASC';
  const from = `event_words MATCH ? AND rowid ${descending ? '<' : '>'} ?`;
  const entryAt = `SELECT rowid FROM idx.event_words WHERE ${from} ORDER BY rowid ${order} LIMIT 1 OFFSET ?`;
  const rowAt = (match: string, entry: number) =>
    readRows(db, entryAt, [match, start, entry - 1])[0]?.[0] as number | undefined;

  const each = Math.floor((2 * most.read) / terms.length);
  const ends = terms.length > 1 ? terms.map((term) => rowAt(term, each)) : [undefined];
  if (ends.includes(undefined)) {
    // One of the lists is read whole: the others are entered at its rows only.
    const match = terms.join(' AND ');
    const sql = `SELECT rowid AS row FROM idx.event_words WHERE ${from} ORDER BY rowid ${order} LIMIT ${most.lookUp}`;
    return { sql, values: [match, start], end: () => rowAt(match, most.lookUp) };
  }
  const bound = nearest(ends as readonly number[], descending);
  const [densest = '', ...sparser] = terms.toSorted(
    (one, other) => Number(ends[terms.indexOf(other)] === bound) - Number(ends[terms.indexOf(one)] === bound),
  );
  const within = `${from} AND rowid ${descending ? '>=' : '<='} ?`;
  // With the plus the lists are compared; without it each row of one would be looked up in the others.
  const others = sparser.map(() => `AND +rowid IN (SELECT rowid FROM idx.event_words WHERE ${within})`);
  const sql = `SELECT rowid AS row FROM idx.event_words WHERE ${within} ${others.join(' ')} ORDER BY rowid ${order} LIMIT ${most.lookUp}`;
  const values = [densest, ...sparser].flatMap((term) => [term, start, BigInt(bound)]);
  const lastLookedUp = `SELECT row FROM (${sql}) LIMIT 1 OFFSET ${most.lookUp - 1}`;
  return { sql, values, end: () => Number(readRows(db, lastLookedUp, values)[0]?.[0] ?? bound) };
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
