import { queryWords, type EventFilter, type EventPage, type Sort } from '@signalbox/contracts';
import { ProblemError } from '../../service-kit/problem.ts';
import type { ListRequest } from './event-store.ts';
import { pageToken, readPageToken, type PageStart, type Place } from './page-token.ts';

/** A page as the bytes that are sent: between the database and the reader nobody makes objects of its events. */
export interface EventPageText extends Omit<EventPage, 'events'> {
  /** The JSON of the events, in UTF-8, with commas between them. */
  readonly events: Uint8Array;
}

const BEFORE_EVENTS = Buffer.from('{"events":[');

/** The JSON of the `EventPage` that the page is. */
export const eventPageJson = ({ events, ...rest }: EventPageText): Buffer =>
  Buffer.concat([BEFORE_EVENTS, events, Buffer.from(`],${JSON.stringify(rest).slice(1)}`)]);

/** An event's place in the list. */
export interface Placed {
  readonly place: Place;
}

/** What was found of one page. */
export interface Findings<Found extends Placed> {
  /** In the order of the list. */
  readonly hits: readonly Found[];
  /** Whether there is more in the direction in which was looked. */
  readonly more: boolean;
  /** The last entry read, where the bound ended the search. */
  readonly boundedAt: Found | undefined;
}

export const asksWords = ({ q }: EventFilter): boolean => queryWords(q ?? '').length > 0;

/** Whether a page is read from the greatest place down. Words are always given newest first. */
export function isDescending({ filter, sort }: ListRequest, { direction }: Partial<PageStart>): boolean {
  return (asksWords(filter) || sort.startsWith('-')) !== (direction === 'previous');
}

/** Times are texts. */
function placeShape({ filter, sort }: ListRequest): Place {
  if (asksWords(filter)) return [0];
  return sort === '-status' ? [0, '', 0] : ['', 0];
}

/** What a page token binds. */
const asked = ({ filter, sort }: ListRequest): unknown => ({ list: filter, sort });

/** Where the page begins; `shape` is that of a place, by which its token is checked. */
export function startOf(request: ListRequest, shape = placeShape(request)): Partial<PageStart> {
  const { page } = request;
  if (page === undefined) return {};
  if (page === 'last') return { direction: 'previous' };
  const start = readPageToken(asked(request), page, shape);
  if (start) return start;
  const detail = 'must be a next or previous of an answer to this very filter and sort';
  throw new ProblemError('invalid-query', `page ${detail}.`, { errors: [{ parameter: 'page', detail }] });
}

/** Going back beyond the start gives the first page whole, and not what little was left of it. */
export function ranOutOfStart(
  { limit }: ListRequest,
  { direction, place }: Partial<PageStart>,
  { hits, more }: Findings<Placed>,
): boolean {
  return direction === 'previous' && place !== undefined && !more && hits.length < limit;
}

/** Of what was found from the page's place on, and (when that ran out of the start) from the start, what is the page. */
export function pageOf<Found extends Findings<Placed>>(
  start: Partial<PageStart>,
  found: Found,
  first: Found | undefined,
): { readonly start: Partial<PageStart>; readonly findings: Found } {
  // Searched from the start it may end sooner, by the bound, than it was come to from the other side.
  const fromStart = first !== undefined && first.hits.length >= found.hits.length;
  return fromStart ? { start: {}, findings: first } : { start, findings: found };
}

/** The tokens of the pages before and after what was found. */
export function neighbours(
  request: ListRequest,
  { direction = 'next', place }: Partial<PageStart>,
  { hits, more, boundedAt }: Findings<Placed>,
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

/** Up to where a short page was searched, as a time; `idThere` is that of the event which stands there. */
export function searchedTo({ filter, sort }: ListRequest, place: Place, idThere: () => string): string {
  if (!asksWords(filter)) return new Date(place[PLACE_OF_TIME[sort]] ?? NaN).toISOString();
  // The first 48 bits of a UUIDv7 are the milliseconds of the first receipt.
  return new Date(parseInt(idThere().replace('-', '').slice(0, 12), 16)).toISOString();
}

const PLACE_OF_TIME: Readonly<Record<Sort, number>> = {
  '-changedAt': 0,
  changedAt: 0,
  '-firstReportedAt': 0,
  firstReportedAt: 0,
  '-status': 1,
};
