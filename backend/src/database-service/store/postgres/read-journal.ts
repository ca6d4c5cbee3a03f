import type { Pool } from 'pg';
import type { JournalPage } from '@signalbox/contracts';
import type { JournalRequest } from '../event-store.ts';
import { JournalPager, journalStart } from '../journal-page.ts';
import type { Row } from './columns.ts';
import { JOURNAL_ENTRY } from '../journal-columns.ts';
import { readJournalRow } from './journal-row.ts';
import { isText, statement } from './parameters.ts';

/** A run of repeats is read in bites of so many entries, until the page is full. */
const AT_ONCE = 1_000;

const ENTRIES = `SELECT entries.* FROM events LEFT JOIN LATERAL (
    SELECT ${JOURNAL_ENTRY} FROM journal WHERE journal.event_row = events.row AND seq < $2 ORDER BY seq DESC LIMIT $3
  ) AS entries ON true WHERE events.id = $1 ORDER BY seq DESC`;

/** Reads an event's history, newest first. Entries before one that was read stay as they are, so bites need no snapshot. */
export function prepareReadJournal(readers: Pool) {
  return async (id: string, request: JournalRequest): Promise<JournalPage | undefined> => {
    if (!isText(id)) return undefined;
    const pager = new JournalPager(id, request);
    let before = journalStart(id, request);
    let atOnce = request.limit + 1;
    for (;;) {
      const { rows } = await readers.query<Row>(statement(ENTRIES, { values: [id, before, atOnce] }));
      if (rows.length === 0) return undefined;
      for (const row of rows) {
        if (row['seq'] === null) return pager.page();
        before = Number(row['seq']);
        if (!pager.take(readJournalRow(row, id))) return pager.page();
      }
      if (rows.length < atOnce) return pager.page();
      atOnce = AT_ONCE;
    }
  };
}
