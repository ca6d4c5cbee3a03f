import type { JournalEntry, Was } from '@signalbox/contracts';
import { as, columnsOf, type Row } from './columns.ts';

/** An entry as it stands in its row; the event is there by its row number. */
type EntryInRow = Omit<JournalEntry, 'seq' | 'eventId' | 'repeats' | 'repeatsSince'>;

export const JOURNAL_COLUMNS = columnsOf<EntryInRow>({
  at: as.text('at'),
  action: as.text('action'),
  actor: as.actor('actor'),
  status: as.status('status'),
  state: as.text('state'),
  version: as.integer('version'),
  message: as.text('message'),
  hold: as.text('hold'),
  holdUntil: as.text('hold_until'),
  assignee: as.text('assignee'),
  note: as.text('note'),
  rule: as.text('rule'),
  reportId: as.text('report_id'),
  commandId: as.text('command_id'),
  reportedAt: as.text('reported_at'),
  reportedStatus: as.status('reported_status'),
  late: as.flag('late'),
  skewed: as.flag('skewed'),
});

export const WAS_COLUMNS = columnsOf<Was>({
  status: as.status('was_status'),
  state: as.text('was_state'),
  diverged: as.flag('was_diverged'),
  assignee: as.text('was_assignee'),
  type: as.text('was_type'),
});

export const JOURNAL_ENTRY = ['seq', ...JOURNAL_COLUMNS.names].map((name) => `journal.${name}`).join(', ');

export function readJournalRow(row: Row, eventId: string): JournalEntry {
  return { seq: Number(row['seq']), eventId, ...JOURNAL_COLUMNS.read(row) };
}

/** What the event was before the entry; null when the entry made it. */
export function readWas(row: Row): Was | null {
  return row['was_status'] === null ? null : WAS_COLUMNS.read(row);
}
