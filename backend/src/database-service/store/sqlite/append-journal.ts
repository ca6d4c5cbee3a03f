import type { DatabaseSync } from 'node:sqlite';
import type { NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { JOURNAL_COLUMNS, WAS_COLUMNS } from './journal-row.ts';
import { prepareWrite } from './prepare-write.ts';

const NO_WAS = WAS_COLUMNS.names.map(() => null);

/** Appends to the journal, and finds the reports and commands that it already tells of. */
export function prepareJournal(db: DatabaseSync) {
  const names = ['seq', 'event_row', 'identity_source', ...JOURNAL_COLUMNS.names, ...WAS_COLUMNS.names];
  const insert = prepareWrite(
    db,
    `INSERT INTO journal (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  const report = db.prepare('SELECT event_row FROM journal WHERE report_id = ? AND identity_source = ?');
  const command = db.prepare('SELECT 1 AS known FROM journal WHERE command_id = ? AND event_row = ?');

  return {
    append(seq: number, eventRow: number, entry: NewJournalEntry, identitySource: string | null): void {
      const was = entry.was === null ? NO_WAS : WAS_COLUMNS.write(entry.was);
      insert.run(seq, eventRow, identitySource, ...JOURNAL_COLUMNS.write(entry), ...was);
    },
    /** The row of the event that this report went to. */
    findReport: (id: string, source: string) => report.get(id, source)?.['event_row'] as number | undefined,
    knowsCommand: (id: string, eventRow: number) => command.get(id, eventRow) !== undefined,
  };
}
