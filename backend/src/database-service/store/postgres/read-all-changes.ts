import type { Pool } from 'pg';
import { LIMITS, type EventFilter } from '@signalbox/contracts';
import { ChangesCollector, type ChangesPage } from '../changes-page.ts';
import { changesStart, cursorAt, missesDropped } from '../changes-start.ts';
import { parseCursor, type Cursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { changeText } from './change-text.ts';
import type { Row } from './columns.ts';
import { newParameters, statement } from './parameters.ts';
import { FEED, readFeedEnds } from './read-feed.ts';

/** Entries that are read at once: whoever reads much of the feed lets others in between. */
const AT_ONCE = 1_000;

/**
 * The row of the feed, and behind it the entries of the same moment: their text, or null where the filter leaves one out. The
 * limit is no parameter: a plan for whatever limit would join the tables whole.
 */
const entriesSql = (text: string, after: string, most: number): string => `
  SELECT epoch, last_seq, dropped_seq, NULL::bigint AS seq, NULL AS text FROM ${FEED}
  UNION ALL (
    SELECT NULL, NULL, NULL, journal.seq, ${text} FROM journal JOIN events ON events.row = journal.event_row
    WHERE journal.seq > ${after} ORDER BY journal.seq LIMIT ${most})`;

type EntryRow = Readonly<Record<'seq', number>> & Readonly<Record<'text', string | null>>;

/** Every entry, none skipped. What the filter leaves out is read all the same. */
export function prepareReadAll(readers: Pool) {
  async function bite(filter: EventFilter, after: number, most: number) {
    const parameters = newParameters();
    const sql = entriesSql(
      changeText(filter, 'journal', parameters),
      `${parameters.add(after)}::bigint`,
      most,
    );
    const { rows } = await readers.query<Row & EntryRow>(statement(sql, parameters));
    return { feed: readFeedEnds(rows[0]), rows: rows.slice(1) as readonly EntryRow[] };
  }

  return async (request: ChangesRequest, after: string): Promise<ChangesPage> => {
    const collected = new ChangesCollector(request);
    let start: Cursor | undefined;
    let seq = parseCursor(after)?.seq ?? 0;
    for (let read = 0; ;) {
      const most = Math.min(AT_ONCE, LIMITS.entriesReadPerPage - read);
      const { feed, rows } = await bite(request.filter, seq, most);
      const begun = (start ??= changesStart(after, feed));
      const page = () => collected.page(cursorAt(seq, begun, feed));
      if (missesDropped({ ...begun, seq }, feed)) return page(); // some of what comes next was dropped meanwhile
      for (const { text, seq: number } of rows) {
        if (text !== null && !collected.take(Buffer.from(text))) return page();
        seq = number;
        if (collected.isFull) return page();
      }
      read += rows.length;
      if (rows.length < most) seq = Math.max(seq, feed.lastSeq);
      if (rows.length < most || read >= LIMITS.entriesReadPerPage) return page();
    }
  };
}
