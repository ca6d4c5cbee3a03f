import type { DatabaseSync } from 'node:sqlite';
import type { EventFilter } from '@signalbox/contracts';
import type { ChangesCollector } from '../changes-page.ts';
import { prepareReadTexts } from './change-text.ts';
import type { Feed } from './read-feed.ts';

/** A part of the feed that was read. */
export interface Bite {
  /** Everything up to this entry was read. */
  readonly seq: number;
  /** There may be more, and room for it. */
  readonly goesOn: boolean;
}

/** Every entry, none skipped. What the filter leaves out is read all the same. */
export function prepareReadAll(db: DatabaseSync) {
  const textsAfter = prepareReadTexts(
    db,
    `FROM journal CROSS JOIN events ON events.row = journal.event_row
     WHERE journal.seq > :after ORDER BY journal.seq LIMIT :most`,
    { was: 'journal' },
  );

  return (
    filter: EventFilter,
    { lastSeq }: Feed,
    { after, most }: { readonly after: number; readonly most: number },
    collected: ChangesCollector,
  ): Bite => {
    let seq = after;
    let read = 0;
    for (const [number, text] of textsAfter(filter, { after, most })) {
      if (text && !collected.take(text)) return { seq, goesOn: false };
      seq = number;
      read += 1;
      if (collected.isFull) return { seq, goesOn: false };
    }
    return read < most ? { seq: Math.max(after, lastSeq), goesOn: false } : { seq, goesOn: true };
  };
}
