import type { DatabaseSync } from 'node:sqlite';
import { LIMITS, type EventPage, type Sort } from '@signalbox/contracts';
import { ProblemError } from '../../../service-kit/problem.ts';
import type { ListRequest } from '../event-store.ts';
import { pageToken, readPageToken, type PageStart } from '../page-token.ts';
import { EVENT_COLUMNS, EVENT_WITHOUT_ATTRIBUTES, WHOLE_EVENT } from './event-row.ts';
import { placeShape, scanEvents, type Scanned } from './event-scan.ts';
import { wordsMatch } from './filter-sql.ts';
import { prepareReadFeed } from './read-feed.ts';
import { inSnapshot } from './transaction.ts';

/** What one page's scan found. */
interface Findings {
  /** In the order of the list. */
  readonly hits: readonly Scanned[];
  /** Whether there is more in the direction of the scan. */
  readonly more: boolean;
  /** The last entry read, where the bound ended the scan. */
  readonly boundedAt: Scanned | undefined;
}

/** Reads a page of events, by an index from the page's place on: page 1 and page 10,000 cost the same. */
export function prepareListEvents(db: DatabaseSync) {
  const readFeed = prepareReadFeed(db);
  const brief = db.prepare(`SELECT ${EVENT_WITHOUT_ATTRIBUTES} FROM events WHERE row = ?`);
  const whole = db.prepare(`SELECT ${WHOLE_EVENT} FROM events WHERE row = ?`);

  return (request: ListRequest): EventPage =>
    inSnapshot(db, () => {
      const start = startOf(request);
      const { direction = 'next' } = start;
      let findings = find(db, request, start);
      // Going back beyond the start gives the first page whole, and not what little was left of it.
      const ranOut = direction === 'previous' && !findings.more && findings.hits.length < request.limit;
      const fromStart = ranOut && start.place !== undefined;
      if (fromStart) findings = find(db, request, {});

      const event = request.withAttributes ? whole : brief;
      return {
        events: findings.hits.map(({ row }) => EVENT_COLUMNS.read(event.get(row) ?? {})),
        ...neighbours(request, fromStart ? {} : start, findings),
        ...(findings.boundedAt && { searchedTo: searchedTo(db, request, findings.boundedAt) }),
        cursor: readFeed().cursor,
      };
    });
}

/** What a page token binds. */
const asked = ({ filter, sort }: ListRequest): unknown => ({ list: filter, sort });

function startOf(request: ListRequest): Partial<PageStart> {
  const { page } = request;
  if (page === undefined) return {};
  if (page === 'last') return { direction: 'previous' };
  const start = readPageToken(asked(request), page, placeShape(request.filter, request.sort));
  if (start) return start;
  const detail = 'must be a next or previous of an answer to this very filter and sort';
  throw new ProblemError('invalid-query', `page ${detail}.`, { errors: [{ parameter: 'page', detail }] });
}

function find(db: DatabaseSync, { filter, sort, limit }: ListRequest, start: Partial<PageStart>): Findings {
  const hits: Scanned[] = [];
  let read = 0;
  let boundedAt: Scanned | undefined;
  for (const scanned of scanEvents(db, filter, sort, start)) {
    if (scanned.hit) hits.push(scanned);
    if (hits.length > limit) break;
    if (++read >= LIMITS.entriesReadPerPage) {
      boundedAt = scanned;
      break;
    }
  }
  const more = hits.length > limit || boundedAt !== undefined;
  hits.length = Math.min(hits.length, limit);
  if (start.direction === 'previous') hits.reverse();
  return { hits, more, boundedAt };
}

function neighbours(
  request: ListRequest,
  { direction = 'next', place }: Partial<PageStart>,
  { hits, more, boundedAt }: Findings,
): Pick<EventPage, 'next' | 'previous'> {
  const hasNext = direction === 'next' ? more : place !== undefined;
  const hasPrevious = direction === 'previous' ? more : place !== undefined;
  const last = (direction === 'next' ? boundedAt : undefined) ?? hits.at(-1) ?? boundedAt;
  const first = (direction === 'previous' ? boundedAt : undefined) ?? hits[0] ?? boundedAt;
  const token = (wanted: boolean, way: PageStart['direction'], end: Place | undefined) =>
    wanted && end ? pageToken(asked(request), { direction: way, place: end }) : null;
  return {
    next: token(hasNext, 'next', last?.place ?? place),
    previous: token(hasPrevious, 'previous', first?.place ?? place),
  };
}

type Place = PageStart['place'];

/** The place of the sort, as a time. */
function searchedTo(db: DatabaseSync, { filter, sort }: ListRequest, { row, place }: Scanned): string {
  if (wordsMatch(filter.q) === undefined) return String(place[PLACE_OF_TIME[sort]]);
  const id = db.prepare('SELECT id FROM events WHERE row = ?').get(row)?.['id'];
  // The first 48 bits of a UUIDv7 are the milliseconds of the first receipt.
  return new Date(parseInt(String(id).replace('-', '').slice(0, 12), 16)).toISOString();
}

const PLACE_OF_TIME: Readonly<Record<Sort, number>> = {
  '-changedAt': 0,
  changedAt: 0,
  '-firstReportedAt': 0,
  firstReportedAt: 0,
  '-status': 1,
};
