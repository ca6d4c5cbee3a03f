import type { JournalEntry } from '@signalbox/contracts';
import { ENTRY_FIELDS, WAS_FIELDS } from '../journal-columns.ts';
import { columnsOf, jsonOf, type Row } from './columns.ts';

export const ENTRY_COLUMNS = columnsOf(ENTRY_FIELDS);
export const WAS_COLUMNS = columnsOf(WAS_FIELDS);

/** For `concat` in a SELECT: the fields of an entry as JSON, its end left to the change that it is a part of. */
export const ENTRY_JSON = [
  `'{"seq":'`,
  'journal.seq',
  `',"eventId":"'`,
  'events.id',
  `'",'`,
  ...jsonOf(ENTRY_FIELDS, 'journal').slice(1, -1),
];

/** SQL of the JSON of what the event was before the entry; null when the entry made it. */
export const wasJson = (table: string): string =>
  `CASE WHEN ${table}.was_status IS NULL THEN 'null' ELSE concat(${jsonOf(WAS_FIELDS, table).join(', ')}) END`;

export function readJournalRow(row: Row, eventId: string): JournalEntry {
  return { seq: Number(row['seq']), eventId, ...ENTRY_COLUMNS.read(row) };
}
