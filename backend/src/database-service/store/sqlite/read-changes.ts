import type { DatabaseSync } from 'node:sqlite';
import type { ChangesAnswer } from '@signalbox/contracts';
import { ProblemError } from '../../../service-kit/problem.ts';
import { parseCursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { prepareReadAll } from './read-all-changes.ts';
import { prepareReadFeed, type Feed } from './read-feed.ts';
import { prepareReadLatest } from './read-latest-changes.ts';
import { inSnapshot } from './transaction.ts';

/** Reads the feed from a cursor on. */
export function prepareReadChanges(db: DatabaseSync) {
  const readFeed = prepareReadFeed(db);
  const readers = { all: prepareReadAll(db), latest: prepareReadLatest(db) };

  return (request: ChangesRequest): ChangesAnswer =>
    inSnapshot(db, () => {
      const feed = readFeed();
      if (request.after === undefined) return { cursor: feed.cursor, entries: [], refresh: false };
      return readers[request.mode](request, feed, startOf(request.after, feed));
    });
}

function startOf(after: string, feed: Feed): number {
  if (after === '0') return 0;
  const cursor = parseCursor(after);
  if (cursor === undefined) {
    const detail = 'must be a cursor, or 0';
    throw new ProblemError('invalid-query', `after ${detail}.`, { errors: [{ parameter: 'after', detail }] });
  }
  const why = whyGone(cursor, feed);
  if (why === undefined) return cursor.seq;
  throw new ProblemError('cursor-gone', `The cursor ${why}. Read anew, and go on from the current one.`, {
    errors: [{ parameter: 'after', detail: why }],
    members: { cursor: feed.cursor },
  });
}

function whyGone({ epoch, seq }: { epoch: string; seq: number }, feed: Feed): string | undefined {
  if (epoch !== feed.epoch) return 'belongs to another life of this database';
  if (seq > feed.lastSeq) return 'lies in the future';
  if (seq < feed.droppedSeq) return 'is older than what is kept';
  return undefined;
}
