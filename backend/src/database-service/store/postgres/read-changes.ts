import type { Pool } from 'pg';
import { emptyPage, type ChangesPage } from '../changes-page.ts';
import type { ChangesRequest } from '../event-store.ts';
import type { Row } from './columns.ts';
import { statement } from './parameters.ts';
import { prepareReadAll } from './read-all-changes.ts';
import { FEED, readFeedRow } from './read-feed.ts';
import { prepareReadLatest } from './read-latest-changes.ts';

/** Reads the feed from a cursor on. */
export function prepareReadChanges(readers: Pool) {
  const read = { all: prepareReadAll(readers), latest: prepareReadLatest(readers) };

  return async (request: ChangesRequest): Promise<ChangesPage> => {
    const { after, mode } = request;
    if (after !== undefined) return read[mode](request, after);
    const { rows } = await readers.query<Row>(statement(`SELECT * FROM ${FEED}`, { values: [] }));
    return emptyPage(readFeedRow(rows[0]).cursor);
  };
}
