import type { DatabaseSync } from 'node:sqlite';
import { LIMITS, type EventFilter, type Sort } from '@signalbox/contracts';
import type { ListRequest } from '../event-store.ts';
import { asksWords, isDescending } from '../list-page.ts';
import type { PageStart, Place } from '../page-token.ts';
import { scanEvents } from './event-scan.ts';
import { conditionsOf, wordsMatch } from './filter-sql.ts';
import { asksIndex, placedFilter } from './index/placed-filter.ts';
import { placedLanes } from './index/placed-lanes.ts';
import { findWords } from './index/search-words.ts';
import { mergeLanes, type Findings } from './merge-lanes.ts';
import { readRows } from './read-rows.ts';

const NOTHING: Findings = { hits: [], more: false, boundedAt: undefined };

/** The shape of a place, by which a page token is checked: the index keeps times as numbers. */
export function placeShape(filter: EventFilter, sort: Sort): Place {
  if (asksWords(filter)) return [0];
  const time = asksIndex(filter) ? 0 : '';
  return sort === '-status' ? [0, time, 0] : [time, 0];
}

/** How much is read for one page. */
export interface ReadBounds {
  /** Entries of indexes. */
  readonly entries: number;
  /** As many events as a filter chooses are read whole and sorted; of more, an index in the order of the list. */
  readonly fewAtMost: number;
}
export const READ_BOUNDS: ReadBounds = {
  entries: LIMITS.entriesReadPerPage,
  fewAtMost: LIMITS.entriesReadPerPage,
};

/** The events that pass the filter, from a place of the list on, in the order of the list or against it. */
export function findEvents(
  db: DatabaseSync,
  request: ListRequest,
  start: Partial<PageStart>,
  bounds: ReadBounds,
): Findings {
  const descending = isDescending(request, start);
  const findings = asksWords(request.filter)
    ? search(db, request, start, descending)
    : scan(db, request, start, { ...bounds, descending });
  return start.direction === 'previous' ? { ...findings, hits: findings.hits.toReversed() } : findings;
}

function scan(
  db: DatabaseSync,
  request: ListRequest,
  { place }: Partial<PageStart>,
  { descending, entries, fewAtMost }: ReadBounds & { readonly descending: boolean },
): Findings {
  const { filter, sort, limit } = request;
  const bounds = { limit, entries, descending };
  if (!asksIndex(filter)) return scanEvents(db, request, place, descending);
  const placed = placedFilter(db, filter);
  if (!placed) return NOTHING;
  return mergeLanes(placedLanes({ db, filter: placed, sort, descending, limit, fewAtMost }), place, bounds);
}

function search(
  db: DatabaseSync,
  { filter, limit }: ListRequest,
  { place }: Partial<PageStart>,
  descending: boolean,
): Findings {
  const placed = placedFilter(db, filter);
  if (!placed) return NOTHING;
  const after = place?.[0] as number | undefined;
  if (filter.id) return searchAmongIds(db, filter, after, limit, descending);
  return findWords({ db, q: filter.q ?? '', filter: placed, descending }, after, limit);
}

/** Ids have chosen already: each of them is asked whether it has the words. */
function searchAmongIds(
  db: DatabaseSync,
  filter: EventFilter,
  after: number | undefined,
  limit: number,
  descending: boolean,
): Findings {
  const rows = rowsOfIds(db, filter)
    .filter((row) => after === undefined || (descending ? row < after : row > after))
    .toSorted((a, b) => (descending ? b - a : a - b));
  const hits = rows.slice(0, limit).map((row) => ({ row, place: [row] }));
  return { hits, more: rows.length > limit, boundedAt: undefined };
}

/** The rows of the ids that a filter names, among them only those that pass the rest of it and have the words. */
export function rowsOfIds(db: DatabaseSync, filter: EventFilter): number[] {
  const { sql, values } = conditionsOf(filter);
  const match = wordsMatch(filter.q);
  const has = 'SELECT 1 FROM idx.event_words WHERE event_words MATCH ? AND rowid = ?';
  return readRows(db, `SELECT row FROM events WHERE ${sql}`, values)
    .map(([row]) => Number(row))
    .filter((row) => match === undefined || readRows(db, has, [match, BigInt(row)]).length > 0);
}
