import type { Pool } from 'pg';
import { LIMITS, type EventFilter } from '@signalbox/contracts';
import { ChangesCollector, type ChangesPage } from '../changes-page.ts';
import { changesStart, cursorAt, missesDropped } from '../changes-start.ts';
import { parseCursor, type Cursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { CHANGE_COLUMNS, changeColumns, seqOf, writeChange } from './change-row.ts';
import { nulls, type Row, type Value } from './columns.ts';
import { newParameters, statement } from './parameters.ts';
import { FEED, readFeedEnds } from './read-feed.ts';

/** Entries that are read at once: whoever reads much of the feed lets others in between. */
const AT_ONCE = 1_000;

/**
 * The row of the feed, which tells how far the journal was read as well, and behind it the changes of the same moment that
 * pass. The entries are read first, by their numbers, whatever the filter: a plan that began with the events of a source would
 * read all of them. The limit is no parameter: a plan for whatever limit would join the tables whole.
 */
const changesSql = (columns: string, passing: string, after: string, most: number): string => `
  WITH read AS MATERIALIZED (SELECT * FROM journal WHERE seq > ${after} ORDER BY seq LIMIT ${most})
  (SELECT ${nulls(CHANGE_COLUMNS)}, epoch, last_seq, dropped_seq, (SELECT max(seq) FROM read), (SELECT count(*) FROM read)
    FROM ${FEED})
  UNION ALL (
    SELECT ${columns}, ${nulls(5)} FROM read AS journal JOIN events ON events.row = journal.event_row
    WHERE ${passing} ORDER BY journal.seq)`;

/** Every entry, none skipped. What the filter leaves out is read all the same. */
export function prepareReadAll(readers: Pool) {
  async function bite(filter: EventFilter, after: number, most: number) {
    const parameters = newParameters();
    const { columns, passing } = changeColumns(filter, 'journal', parameters);
    const sql = changesSql(columns, passing, `${parameters.add(after)}::bigint`, most);
    const { rows } = await readers.query<Value[]>({ ...statement(sql, parameters), rowMode: 'array' });
    const [first, ...changes] = rows;
    const [epoch, last_seq, dropped_seq, seq, count] = first?.slice(CHANGE_COLUMNS) ?? [];
    const feed = readFeedEnds({ epoch, last_seq, dropped_seq } as Row);
    const isWhole = Number(count) === most;
    return { feed, changes, isWhole, seq: isWhole ? Number(seq) : Math.max(after, feed.lastSeq) };
  }

  return async (request: ChangesRequest, after: string): Promise<ChangesPage> => {
    const collected = new ChangesCollector(request);
    let start: Cursor | undefined;
    let seq = parseCursor(after)?.seq ?? 0;
    for (let read = 0; ;) {
      const most = Math.min(AT_ONCE, LIMITS.entriesReadPerPage - read);
      const { feed, changes, ...found } = await bite(request.filter, seq, most);
      const begun = (start ??= changesStart(after, feed));
      const page = () => collected.page(cursorAt(seq, begun, feed));
      if (missesDropped({ ...begun, seq }, feed)) return page(); // some of what comes next was dropped meanwhile
      for (const change of changes) {
        if (!collected.take(Buffer.from(writeChange(change)))) return page();
        seq = seqOf(change);
        if (collected.isFull) return page();
      }
      read += most;
      seq = found.seq;
      if (!found.isWhole || read >= LIMITS.entriesReadPerPage) return page();
    }
  };
}
