import type { JournalEntry } from '@signalbox/contracts';
import { ENTRY_FIELDS, WAS_FIELDS } from '../journal-columns.ts';
import { columnsOf, type Row } from './columns.ts';

export const ENTRY_COLUMNS = columnsOf(ENTRY_FIELDS);
export const WAS_COLUMNS = columnsOf(WAS_FIELDS);

export function readJournalRow(row: Row, eventId: string): JournalEntry {
  return { seq: Number(row['seq']), eventId, ...ENTRY_COLUMNS.read(row) };
}
