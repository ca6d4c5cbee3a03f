import type { Change } from '@signalbox/contracts';
import type { Row } from './columns.ts';
import { EVENT_COLUMNS, EVENT_WITHOUT_ATTRIBUTES } from './event-row.ts';
import { JOURNAL_ENTRY, readJournalRow, readWas, WAS_COLUMNS } from './journal-row.ts';

/** Columns of both tables that have the same name are told apart by this. */
const ENTRY_PREFIX = 'entry_';

const prefixed = (columns: readonly string[]) =>
  columns.map((column) => `${column} AS ${ENTRY_PREFIX}${column.slice(column.indexOf('.') + 1)}`).join(', ');

/** For SELECT: a journal entry and its event's newest version. */
export const CHANGE = `${prefixed(JOURNAL_ENTRY.split(', '))}, ${EVENT_WITHOUT_ATTRIBUTES}`;

/** For SELECT: what the event was before an entry of this table, or alias. */
export const wasOf = (journal: string): string =>
  prefixed(WAS_COLUMNS.names.map((name) => `${journal}.${name}`));

export function readChangeRow(row: Row): Change {
  const event = EVENT_COLUMNS.read(row);
  const entry: Row = {};
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith(ENTRY_PREFIX)) entry[name.slice(ENTRY_PREFIX.length)] = value;
  }
  return { ...readJournalRow(entry, event.id), event, was: readWas(entry) };
}
