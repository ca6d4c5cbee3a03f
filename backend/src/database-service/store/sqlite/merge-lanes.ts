import type { Findings as ListFindings } from '../list-page.ts';
import { comparePlaces, type Place } from '../page-token.ts';

/** An event that was found, and its place in the list. */
export interface Hit {
  readonly row: number;
  readonly place: Place;
}

/** A part of the events in the order of the list; several are merged. */
export interface Lane {
  /** What its places begin with: nothing of it stands before. */
  readonly prefix: Place;
  /** Reads on after a place, or from the start of the lane. */
  readonly read: (after: Place | undefined, most: number) => Stretch;
}

/** What was read of a lane. */
export interface Stretch {
  readonly hits: readonly Hit[];
  /** Up to where it was searched; undefined when the lane has no more. */
  readonly end: Hit | undefined;
  /** How many entries of an index that took. */
  readonly read: number;
}

/** What a scan found, in its own order and not that of the list. */
export type Findings = ListFindings<Hit>;

export interface ScanBounds {
  readonly limit: number;
  /** Entries of indexes. */
  readonly entries: number;
  readonly descending: boolean;
}

interface OpenLane {
  readonly lane: Lane;
  /** Where reading it starts. */
  readonly start: Place | undefined;
  /** Found and not taken yet. */
  hits: Hit[];
  searchedTo: Hit | undefined;
  isDone: boolean;
  next: number;
}

const FIRST_STRETCH = 8;
const LONGEST_STRETCH = 4_096;

/**
 * The first hits of all lanes together. Each lane is read in stretches that grow, and no further than needed: what is taken
 * next is the first place that any lane has found, or may still find something before.
 */
export function mergeLanes(lanes: readonly Lane[], start: Place | undefined, bounds: ScanBounds): Findings {
  const { limit, entries, descending } = bounds;
  const open = openLanes(lanes, start, bounds);
  const hits: Hit[] = [];
  let left = entries;
  for (;;) {
    const head = firstOf(open, descending);
    if (head === undefined) return { hits, more: false, boundedAt: undefined };
    const [hit] = head.hits;
    if (hit !== undefined) {
      if (hits.length === limit) return { hits, more: true, boundedAt: undefined };
      hits.push(hit);
      head.hits.shift();
      continue;
    }
    // A lane is always begun, so that every page comes further than the one before.
    const { searchedTo } = head;
    if (left <= 0 && searchedTo) return { hits, more: true, boundedAt: searchedTo };
    left -= readOn(head, Math.min(head.next, Math.max(left, FIRST_STRETCH)));
  }
}

/** Without those that lie before the start. */
function openLanes(lanes: readonly Lane[], start: Place | undefined, bounds: ScanBounds): OpenLane[] {
  const sideOf = ({ prefix }: Lane) =>
    start === undefined ? 0 : comparePlaces(prefix, start) * (bounds.descending ? -1 : 1);
  const wanted = lanes.filter((lane) => sideOf(lane) >= 0);
  const next = Math.max(FIRST_STRETCH, Math.ceil((2 * bounds.limit) / Math.max(1, wanted.length)));
  return wanted.map((lane) => ({
    lane,
    start: sideOf(lane) === 0 ? start : undefined,
    hits: [],
    searchedTo: undefined,
    isDone: false,
    next,
  }));
}

function readOn(open: OpenLane, most: number): number {
  const stretch = open.lane.read(open.searchedTo?.place ?? open.start, most);
  open.hits = [...stretch.hits];
  open.searchedTo = stretch.end ?? open.searchedTo;
  open.isDone = stretch.end === undefined;
  open.next = Math.min(LONGEST_STRETCH, open.next * 2);
  return Math.max(1, stretch.read);
}

function firstOf(open: readonly OpenLane[], descending: boolean): OpenLane | undefined {
  let best: OpenLane | undefined;
  let bestPlace: Place = [];
  for (const one of open) {
    if (one.isDone && one.hits.length === 0) continue;
    const place = one.hits[0]?.place ?? one.searchedTo?.place ?? one.lane.prefix;
    if (best !== undefined && !isBefore(place, bestPlace, descending)) continue;
    best = one;
    bestPlace = place;
  }
  return best;
}

/** Whether a place, or all that begins so and is not read yet, may stand before another. */
function isBefore(place: Place, other: Place, descending: boolean): boolean {
  const order = comparePlaces(place, other);
  // Of a lane that was not read yet only the prefix is known: it may stand before whatever begins with it.
  if (order === 0) return place.length < other.length;
  return order < 0 !== descending;
}
