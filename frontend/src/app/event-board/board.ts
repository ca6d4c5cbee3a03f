import type { Change, EventPage, OperationalEvent } from '@signalbox/contracts';
import { matches } from '@signalbox/contracts/event-filter';
import { STATUSES, type Sort } from '@signalbox/contracts/vocabulary';
import { type BoardQuery, filterOf } from './board-query';
import { hasWords } from './has-words';

/** More than these are not told apart: the pill says `999+ new`. */
export const FRESH_MOST = 999;

export interface Row {
  readonly event: OperationalEvent;
  /** It was in this view when the page was read, and is not any more. */
  readonly left: boolean;
  /** When its meaning changed before our eyes. */
  readonly changedAt: number | null;
}

/** A page as it was read, and what has happened to it since. */
export interface Board {
  readonly query: BoardQuery;
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly previous: string | null;
  /** The page is short: up to there in its order it was searched, a time; what lies beyond was not looked at. */
  readonly searchedTo: string | null;
  /** Where in the feed the page was read. */
  readonly cursor: string;
  readonly readAt: number;
  /** Events that belong on this page or before it, and are not shown. */
  readonly fresh: ReadonlySet<string>;
}

export const boardOf = (page: EventPage, query: BoardQuery, now: number): Board => ({
  query,
  rows: page.events.map((event) => ({ event, left: false, changedAt: null })),
  next: page.next,
  previous: page.previous,
  searchedTo: page.searchedTo ?? null,
  cursor: page.cursor,
  readAt: now,
  fresh: new Set(),
});

export const leftCount = (board: Board): number => board.rows.filter((row) => row.left).length;

type Key = (event: OperationalEvent) => readonly (string | number)[];
const rank = (event: OperationalEvent) => STATUSES.indexOf(event.status);
const SORT_KEYS: Record<Sort, { key: Key; descending: boolean }> = {
  '-changedAt': { key: (event) => [event.changedAt, event.id], descending: true },
  changedAt: { key: (event) => [event.changedAt, event.id], descending: false },
  '-firstReportedAt': { key: (event) => [event.firstReportedAt, event.id], descending: true },
  firstReportedAt: { key: (event) => [event.firstReportedAt, event.id], descending: false },
  '-status': { key: (event) => [rank(event), event.changedAt, event.id], descending: true },
};
/** A search is always in the order of first receipt; ids are made in that order. */
const NEWEST_RECEIPT: (typeof SORT_KEYS)[Sort] = { key: (event) => [event.id], descending: true };

export function sortsBefore(a: OperationalEvent, b: OperationalEvent, query: BoardQuery): boolean {
  const { key, descending } = query.q ? NEWEST_RECEIPT : SORT_KEYS[query.sort];
  const [ofA, ofB] = [key(a), key(b)];
  for (const [index, left] of ofA.entries()) {
    const right = ofB[index]!;
    if (left !== right) return left > right === descending;
  }
  return false;
}

/** Whether an event belongs into the view: what the feed judged, and what it cannot judge. */
export function belongs(event: OperationalEvent, query: BoardQuery): boolean {
  const { from, to } = query;
  return (
    matches(filterOf(query), event, event) &&
    (from === null || event.reportedAt >= from) &&
    (to === null || event.reportedAt < to) &&
    hasWords(event, query.q)
  );
}

/** Whether `a` is a later state of the event than `b`: answers and the feed may overtake each other. */
const isLater = (a: OperationalEvent, b: OperationalEvent): boolean =>
  a.version !== b.version ? a.version > b.version : a.reports >= b.reports && a.receivedAt >= b.receivedAt;

function updated(row: Row, event: OperationalEvent, query: BoardQuery, now: number): Row {
  if (!isLater(event, row.event)) return row;
  const changedAt = event.version > row.event.version ? now : row.changedAt;
  return { event, changedAt, left: !belongs(event, query) };
}

/** Whether an event that is not shown would be, if the page were read now. */
function isFresh(event: OperationalEvent, board: Board): boolean {
  const end = board.rows.at(-1);
  const beforeTheEnd = board.next === null || end === undefined || sortsBefore(event, end.event, board.query);
  return beforeTheEnd && belongs(event, board.query);
}

/**
 * The page after some changes: rows that are on it change in place, rows that no longer belong stay where they are
 * until somebody looks away, and what is new is only counted. So nothing moves because of news.
 */
export function recompute(board: Board, events: readonly OperationalEvent[], now: number): Board {
  const places = new Map(board.rows.map((row, index) => [row.event.id, index]));
  const rows = [...board.rows];
  const fresh = new Set(board.fresh);
  for (const event of events) {
    const place = places.get(event.id);
    if (place !== undefined) rows[place] = updated(rows[place]!, event, board.query, now);
    else if (isFresh(event, board)) {
      if (fresh.size <= FRESH_MOST) fresh.add(event.id);
    } else fresh.delete(event.id);
  }
  return { ...board, rows, fresh };
}

/** The newest event of each entry that comes after a place of the feed. */
export const eventsAfter = (entries: readonly Change[], seq: number): OperationalEvent[] =>
  entries.filter((entry) => entry.seq > seq).map((entry) => entry.event);
