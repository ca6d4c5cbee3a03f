import type { DatabaseSync } from 'node:sqlite';
import type { Was } from '@signalbox/contracts';
import type { NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { ENTRY_COLUMNS, WAS_COLUMNS } from './journal-row.ts';

/** An entry that tells of a change: what made an event is written with it (new-events.ts). */
export type ChangeEntry = NewJournalEntry & { readonly was: Was };

const COLUMNS = ['seq', 'event_row', 'identity_source', ...ENTRY_COLUMNS.names, ...WAS_COLUMNS.names];

/** Appends to the journal, and finds the reports and commands that it already tells of. */
export function prepareJournal(db: DatabaseSync) {
  const insert = db.prepare(
    `INSERT INTO journal (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`,
  );
  const command = db.prepare('SELECT 1 AS known FROM journal WHERE command_id = ? AND event_row = ?');

  return {
    append(seq: number, eventRow: number, entry: ChangeEntry, identitySource: string | null): void {
      insert.run(
        seq,
        eventRow,
        identitySource,
        ...ENTRY_COLUMNS.write(entry),
        ...WAS_COLUMNS.write(entry.was),
      );
    },
    knowsCommand: (id: string, eventRow: number) => command.get(id, eventRow) !== undefined,
  };
}
