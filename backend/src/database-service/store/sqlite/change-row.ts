import type { Change } from '@signalbox/contracts';
import type { Row } from './columns.ts';
import { EVENT_COLUMNS, EVENT_WITHOUT_ATTRIBUTES } from './event-row.ts';
import { JOURNAL_ENTRY, readJournalRow, readWas, WAS_COLUMNS } from './journal-row.ts';

/** Columns of both tables that have the same name are told apart by this. */
const ENTRY_PREFIX = 'entry_';

const entryColumns = [
  ...JOURNAL_ENTRY.split(', '),
  ...WAS_COLUMNS.names.map((name) => `journal.${name}`),
].map((column) => `${column} AS ${ENTRY_PREFIX}${column.slice('journal.'.length)}`);

/** SELECT of journal entries, each with its event's newest version. */
export const CHANGES = `SELECT ${EVENT_WITHOUT_ATTRIBUTES}, ${entryColumns.join(', ')}
  FROM journal CROSS JOIN events ON events.row = journal.event_row`;

export function readChangeRow(row: Row): Change {
  const event = EVENT_COLUMNS.read(row);
  const entry: Row = {};
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith(ENTRY_PREFIX)) entry[name.slice(ENTRY_PREFIX.length)] = value;
  }
  return { ...readJournalRow(entry, event.id), event, was: readWas(entry) };
}
