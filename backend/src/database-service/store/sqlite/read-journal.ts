import type { DatabaseSync } from 'node:sqlite';
import type { JournalPage } from '@signalbox/contracts';
import type { JournalRequest } from '../event-store.ts';
import { JournalPager, journalStart } from '../journal-page.ts';
import { JOURNAL_ENTRY } from '../journal-columns.ts';
import { readJournalRow } from './journal-row.ts';
import { inSnapshot } from './transaction.ts';

/** Reads an event's history, newest first. */
export function prepareReadJournal(db: DatabaseSync) {
  const eventRow = db.prepare('SELECT row FROM events WHERE id = ?');
  const entries = db.prepare(
    `SELECT ${JOURNAL_ENTRY} FROM journal WHERE event_row = ? AND seq < ? ORDER BY seq DESC`,
  );

  return (id: string, request: JournalRequest): JournalPage | undefined =>
    inSnapshot(db, () => {
      const row = eventRow.get(id)?.['row'];
      if (row === undefined) return undefined;
      const pager = new JournalPager(id, request);
      for (const entry of entries.iterate(row, journalStart(id, request))) {
        if (!pager.take(readJournalRow(entry, id))) break;
      }
      return pager.page();
    });
}
