import type { DatabaseSync } from 'node:sqlite';
import type { NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { actorText, statusRank } from '../stored-values.ts';
import { ENTRY_COLUMNS, WAS_COLUMNS } from './journal-row.ts';

const LATER = ['seq', 'event_row', 'identity_source', ...ENTRY_COLUMNS.names, ...WAS_COLUMNS.names];

/** Appends to the journal, and finds the reports and commands that it already tells of. */
export function prepareJournal(db: DatabaseSync) {
  const appendFirst = prepareFirst(db);
  const later = db.prepare(
    `INSERT INTO journal (${LATER.join(', ')}) VALUES (${LATER.map(() => '?').join(', ')})`,
  );
  const command = db.prepare('SELECT 1 AS known FROM journal WHERE command_id = ? AND event_row = ?');

  return {
    append(seq: number, eventRow: number, entry: NewJournalEntry, identitySource: string | null): void {
      if (entry.was === null) return appendFirst(seq, eventRow, entry, identitySource);
      const written = [...ENTRY_COLUMNS.write(entry), ...WAS_COLUMNS.write(entry.was)];
      later.run(seq, eventRow, identitySource, ...written);
    },
    knowsCommand: (id: string, eventRow: number) => command.get(id, eventRow) !== undefined,
  };
}

/** Appends the entry that made an event: only what such an entry has. */
function prepareFirst(db: DatabaseSync) {
  const first = db.prepare(`
    INSERT INTO journal (seq, event_row, identity_source, at, action, actor, status, state, version,
      message, report_id, reported_at, skewed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return (seq: number, eventRow: number, entry: NewJournalEntry, identitySource: string | null): void => {
    first.run(
      seq,
      eventRow,
      identitySource,
      entry.at,
      entry.action,
      actorText(entry.actor),
      statusRank(entry.status),
      entry.state,
      entry.version,
      entry.message ?? null,
      entry.reportId ?? null,
      entry.reportedAt ?? null,
      entry.skewed ? 1 : null,
    );
  };
}
