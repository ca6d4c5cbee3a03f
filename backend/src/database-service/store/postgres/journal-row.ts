import type { JournalEntry, Was } from '@signalbox/contracts';
import { as, columnsOf, type Row } from './columns.ts';

/** An entry as it stands in its row; the event is there by its row number. */
type EntryInRow = Omit<JournalEntry, 'seq' | 'eventId' | 'repeats' | 'repeatsSince'>;

export const JOURNAL_COLUMNS = columnsOf<EntryInRow>({
  at: as.word('at'),
  action: as.word('action'),
  actor: as.actor('actor'),
  status: as.status('status'),
  state: as.word('state'),
  version: as.integer('version'),
  message: as.text('message'),
  hold: as.word('hold'),
  holdUntil: as.word('hold_until'),
  assignee: as.text('assignee'),
  note: as.text('note'),
  rule: as.word('rule'),
  reportId: as.text('report_id'),
  commandId: as.text('command_id'),
  reportedAt: as.word('reported_at'),
  reportedStatus: as.status('reported_status'),
  late: as.flag('late'),
  skewed: as.flag('skewed'),
});

export const WAS_COLUMNS = columnsOf<Was>({
  status: as.status('was_status'),
  state: as.word('was_state'),
  diverged: as.flag('was_diverged'),
  assignee: as.text('was_assignee'),
  type: as.text('was_type'),
});

export const JOURNAL_ENTRY = ['seq', ...JOURNAL_COLUMNS.names].map((name) => `journal.${name}`).join(', ');

/** For `concat` in a SELECT: the fields of an entry as JSON, its end left to the change that it is a part of. */
export const ENTRY_JSON = [
  `'{"seq":'`,
  'journal.seq',
  `',"eventId":"'`,
  'events.id',
  `'",'`,
  ...JOURNAL_COLUMNS.json('journal'),
];

/** SQL of the JSON of what the event was before the entry; null when the entry made it. */
export const wasJson = (table: string): string =>
  `CASE WHEN ${table}.was_status IS NULL THEN 'null' ELSE concat('{', ${WAS_COLUMNS.json(table).join(', ')}, '}') END`;

export function readJournalRow(row: Row, eventId: string): JournalEntry {
  return { seq: Number(row['seq']), eventId, ...JOURNAL_COLUMNS.read(row) };
}
