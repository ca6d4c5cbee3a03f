import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LIMITS } from '@signalbox/contracts';
import { ChangesCollector, emptyPage, type ChangesPage } from '../changes-page.ts';
import { changesStart, OLDEST } from '../changes-start.ts';
import { formatCursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { prepareReadAll } from './read-all-changes.ts';
import { prepareReadFeed } from './read-feed.ts';
import { prepareReadLatest } from './read-latest-changes.ts';
import { inSnapshot } from './transaction.ts';

/** Entries that are read at once, about 1 ms: whoever reads much of the feed lets others in between. */
const ENTRIES_PER_TURN = 250;

/** Reads the feed from a cursor on. */
export function prepareReadChanges(db: DatabaseSync) {
  const readFeed = prepareReadFeed(db);
  const readAll = prepareReadAll(db);
  const readLatest = prepareReadLatest(db);

  /** The next entries as of one moment; undefined when some of them were dropped meanwhile. */
  function biteOf({ filter, after }: ChangesRequest, seq: number, collected: ChangesCollector) {
    return inSnapshot(db, () => {
      const feed = readFeed();
      const isGone = seq < feed.droppedSeq && after !== OLDEST;
      return isGone ? undefined : readAll(filter, feed, { after: seq, most: ENTRIES_PER_TURN }, collected);
    });
  }

  async function pageOfAll(request: ChangesRequest, epoch: string, start: number): Promise<ChangesPage> {
    const collected = new ChangesCollector(request);
    let seq = start;
    for (let read = 0; read < LIMITS.entriesReadPerPage; read += ENTRIES_PER_TURN) {
      if (read > 0) await nextTurn();
      const bite = biteOf(request, seq, collected);
      seq = bite?.seq ?? seq;
      if (!bite?.goesOn) break;
    }
    return collected.page(formatCursor({ epoch, seq }));
  }

  return async (request: ChangesRequest): Promise<ChangesPage> => {
    const { after, mode } = request;
    const found = inSnapshot(db, () => {
      const feed = readFeed();
      if (after === undefined) return emptyPage(feed.cursor);
      const start = changesStart(after, feed);
      return mode === 'latest' ? readLatest(request, feed, start) : { epoch: feed.epoch, start };
    });
    return 'start' in found ? pageOfAll(request, found.epoch, found.start) : found;
  };
}
