import type { JournalEntry, Was } from '@signalbox/contracts';
import { as, columnsOf, type Row } from './columns.ts';

/** An entry as it stands in its row; the event is there by its row number. */
type EntryInRow = Omit<JournalEntry, 'seq' | 'eventId' | 'repeats' | 'repeatsSince'>;

export const JOURNAL_COLUMNS = columnsOf<EntryInRow>({
  at: as.plain('at'),
  action: as.plain('action'),
  actor: as.actor('actor'),
  status: as.status('status'),
  state: as.plain('state'),
  version: as.plain('version'),
  message: as.plain('message'),
  hold: as.plain('hold'),
  holdUntil: as.plain('hold_until'),
  assignee: as.plain('assignee'),
  note: as.plain('note'),
  rule: as.plain('rule'),
  reportId: as.plain('report_id'),
  commandId: as.plain('command_id'),
  reportedAt: as.plain('reported_at'),
  reportedStatus: as.status('reported_status'),
  late: as.flag('late'),
  skewed: as.flag('skewed'),
});

export const WAS_COLUMNS = columnsOf<Was>({
  status: as.status('was_status'),
  state: as.plain('was_state'),
  diverged: as.flag('was_diverged'),
  assignee: as.plain('was_assignee'),
  type: as.plain('was_type'),
});

export const JOURNAL_ENTRY = ['seq', ...JOURNAL_COLUMNS.names].map((name) => `journal.${name}`).join(', ');

export function readJournalRow(row: Row, eventId: string): JournalEntry {
  return { seq: Number(row['seq']), eventId, ...JOURNAL_COLUMNS.read(row) };
}

/** What the event was before the entry; null when the entry made it. */
export function readWas(row: Row): Was | null {
  return row['was_status'] === null ? null : WAS_COLUMNS.read(row);
}
