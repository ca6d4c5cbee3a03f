import type { Pool } from 'pg';
import { filterChange, LIMITS } from '@signalbox/contracts';
import { ChangesCollector, changeText, type ChangesPage } from '../changes-page.ts';
import { changesStart, cursorAt, missesDropped } from '../changes-start.ts';
import { parseCursor, type Cursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { CHANGE, readChangeRow, wasOf } from './change-row.ts';
import type { Row } from './columns.ts';
import { statement } from './parameters.ts';
import { FEED, readFeedRow, type Feed } from './read-feed.ts';

/** Entries that are read at once: whoever reads much of the feed lets others in between. */
const AT_ONCE = 1_000;

const ENTRIES = `
  SELECT feed.*, changes.* FROM ${FEED} LEFT JOIN (
    SELECT ${CHANGE}, ${wasOf('journal')} FROM journal JOIN events ON events.row = journal.event_row
    WHERE journal.seq > $1 ORDER BY journal.seq LIMIT $2
  ) AS changes ON true ORDER BY entry_seq`;

/** Every entry, none skipped. What the filter leaves out is read all the same. */
export function prepareReadAll(readers: Pool) {
  async function bite(after: number, most: number): Promise<{ feed: Feed; rows: Row[] }> {
    const { rows } = await readers.query<Row>(statement(ENTRIES, { values: [after, most] }));
    return { feed: readFeedRow(rows[0]), rows: rows.filter((row) => row['entry_seq'] !== null) };
  }

  return async (request: ChangesRequest, after: string): Promise<ChangesPage> => {
    const collected = new ChangesCollector(request);
    let start: Cursor | undefined;
    let seq = parseCursor(after)?.seq ?? 0;
    for (let read = 0; ;) {
      const most = Math.min(AT_ONCE, LIMITS.entriesReadPerPage - read);
      const { feed, rows } = await bite(seq, most);
      const begun = (start ??= changesStart(after, feed));
      const page = () => collected.page(cursorAt(seq, begun, feed));
      if (missesDropped({ ...begun, seq }, feed)) return page(); // some of what comes next was dropped meanwhile
      for (const row of rows) {
        const change = filterChange(request.filter, readChangeRow(row));
        if (change && !collected.take(changeText(change))) return page();
        seq = Number(row['entry_seq']);
        if (collected.isFull) return page();
      }
      read += rows.length;
      if (rows.length < most) seq = Math.max(seq, feed.lastSeq);
      if (rows.length < most || read >= LIMITS.entriesReadPerPage) return page();
    }
  };
}
