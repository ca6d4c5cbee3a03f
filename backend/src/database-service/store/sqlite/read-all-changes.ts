import type { DatabaseSync } from 'node:sqlite';
import type { EventFilter } from '@signalbox/contracts';
import type { ChangesCollector } from '../changes-page.ts';
import { prepareReadJoined, prepareReadTexts } from './change-text.ts';
import type { Feed } from './read-feed.ts';

/** A part of the feed that was read. */
export interface Bite {
  /** Everything up to this entry was read. */
  readonly seq: number;
  /** There may be more, and room for it. */
  readonly goesOn: boolean;
}

/** Few enough that little was read in vain when they have no room in the page. */
const JOINED = 50;

/** The limit is no parameter: SQLite looks at it when it plans, and would plan anew each time that it is given. */
const next = (most: number): string => `FROM journal CROSS JOIN events ON events.row = journal.event_row
  WHERE journal.seq > :after ORDER BY journal.seq LIMIT ${most}`;

/**
 * Every entry, none skipped. What the filter leaves out is read all the same. Many at once as long as they have room in
 * the page, and the last of it one by one.
 */
export function prepareReadAll(db: DatabaseSync) {
  const joinedAfter = prepareReadJoined(db, next(JOINED), { was: 'journal' });
  const textsAfter = prepareReadTexts(db, next(JOINED), { was: 'journal' });

  function oneByOne(filter: EventFilter, after: number, lastSeq: number, collected: ChangesCollector): Bite {
    let seq = after;
    let read = 0;
    for (const [number, text] of textsAfter(filter, { after })) {
      if (text && !collected.take(text)) return { seq, goesOn: false };
      seq = number;
      read += 1;
      if (collected.isFull) return { seq, goesOn: false };
    }
    return biteOf(read, seq, lastSeq);
  }

  /** Undefined when not all of them have room. */
  function atOnce(
    filter: EventFilter,
    after: number,
    lastSeq: number,
    collected: ChangesCollector,
  ): Bite | undefined {
    const { read, seq, count, text } = joinedAfter(filter, { after });
    if (count > 0 && !collected.take(text, count)) return undefined;
    return collected.isFull ? { seq, goesOn: false } : biteOf(read, seq, lastSeq);
  }

  return (
    filter: EventFilter,
    { lastSeq }: Feed,
    { after, most }: { readonly after: number; readonly most: number },
    collected: ChangesCollector,
  ): Bite => {
    let bite: Bite = { seq: after, goesOn: true };
    for (let read = 0; bite.goesOn && read < most; read += JOINED) {
      const all = collected.room < JOINED ? undefined : atOnce(filter, bite.seq, lastSeq, collected);
      bite = all ?? oneByOne(filter, bite.seq, lastSeq, collected);
    }
    return bite;
  };
}

/** Where there was not as much as there might have been, the feed ends. */
const biteOf = (read: number, seq: number, lastSeq: number): Bite =>
  read === JOINED ? { seq, goesOn: true } : { seq: lastSeq, goesOn: false };
