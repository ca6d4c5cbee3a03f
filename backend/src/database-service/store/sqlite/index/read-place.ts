import type { DatabaseSync } from 'node:sqlite';
import { formatCursor } from '../../cursor.ts';
import { prepareReadFeed, type Feed } from '../read-feed.ts';

/** The feed, with the cursor up to which an answer is complete: with the index, that is as far as the index is. */
export function prepareReadPlace(db: DatabaseSync) {
  const indexed = db.prepare('SELECT indexed_seq FROM idx.index_state');
  const readFeed = prepareReadFeed(db);

  return (withIndex: boolean): Feed => {
    // First the index: the snapshot of the events, taken by the second statement, is then never the older one.
    const seq = withIndex ? Number(indexed.get()?.['indexed_seq']) : Infinity;
    const feed = readFeed();
    return seq < feed.lastSeq ? { ...feed, cursor: formatCursor({ epoch: feed.epoch, seq }) } : feed;
  };
}
