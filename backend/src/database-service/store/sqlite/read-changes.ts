import type { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '@signalbox/contracts';
import { ChangesCollector, emptyPage, type ChangesPage } from '../changes-page.ts';
import { changesStart, cursorAt, missesDropped } from '../changes-start.ts';
import type { Cursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { prepareReadAll } from './read-all-changes.ts';
import { prepareReadFeed, type Feed } from './read-feed.ts';
import { prepareReadLatest } from './read-latest-changes.ts';
import { createReadPace } from './read-pace.ts';
import { inSnapshot } from './transaction.ts';

/** Entries that are read at once, about half a millisecond: whoever reads much of the feed lets others in between. */
const ENTRIES_PER_TURN = 250;

/** Reads the feed from a cursor on. */
export function prepareReadChanges(db: DatabaseSync, pace = createReadPace()) {
  const readFeed = prepareReadFeed(db);
  const readAll = prepareReadAll(db);
  const readLatest = prepareReadLatest(db);

  /** The next entries as of one moment; undefined when some of them were dropped meanwhile. */
  function biteOf({ filter }: ChangesRequest, start: Cursor, collected: ChangesCollector) {
    return inSnapshot(db, () => {
      const feed = readFeed();
      if (missesDropped(start, feed)) return undefined;
      const bite = readAll(filter, feed, { after: start.seq, most: ENTRIES_PER_TURN }, collected);
      return { ...bite, feed };
    });
  }

  async function pageOfAll(request: ChangesRequest, start: Cursor, found: Feed): Promise<ChangesPage> {
    const collected = new ChangesCollector(request);
    let { seq } = start;
    let feed = found;
    for (let read = 0; read < LIMITS.entriesReadPerPage; read += ENTRIES_PER_TURN) {
      const begun = performance.now();
      const bite = biteOf(request, { ...start, seq }, collected);
      if (!bite) break;
      ({ seq, feed } = bite);
      if (!bite.goesOn) break;
      await pace.rest(performance.now() - begun);
    }
    return collected.page(cursorAt(seq, start, feed));
  }

  return async (request: ChangesRequest): Promise<ChangesPage> => {
    const { after, mode } = request;
    const found = inSnapshot(db, () => {
      const feed = readFeed();
      if (after === undefined) return emptyPage(feed.cursor);
      const start = changesStart(after, feed);
      return mode === 'latest' ? readLatest(request, feed, start) : { start, feed };
    });
    return 'start' in found ? pageOfAll(request, found.start, found.feed) : found;
  };
}
