import type { JournalEntry, Was } from '@signalbox/contracts';
import { as, columnsOf, maybe, type Row } from './columns.ts';

/** An entry as it stands in its row; the event is there by its row number. */
type EntryInRow = Omit<JournalEntry, 'seq' | 'eventId' | 'repeats' | 'repeatsSince'>;

export const JOURNAL_COLUMNS = columnsOf<EntryInRow>({
  at: as.word('at'),
  action: as.word('action'),
  actor: as.actor('actor'),
  status: as.status('status'),
  state: as.word('state'),
  version: as.number('version'),
  message: maybe.text('message'),
  hold: maybe.word('hold'),
  holdUntil: maybe.word('hold_until'),
  assignee: maybe.text('assignee'),
  note: maybe.text('note'),
  rule: maybe.word('rule'),
  reportId: maybe.text('report_id'),
  commandId: maybe.text('command_id'),
  reportedAt: maybe.word('reported_at'),
  reportedStatus: maybe.status('reported_status'),
  late: maybe.flag('late'),
  skewed: maybe.flag('skewed'),
});

export const WAS_COLUMNS = columnsOf<Was>({
  status: as.status('was_status'),
  state: as.word('was_state'),
  diverged: as.flag('was_diverged'),
  assignee: maybe.text('was_assignee'),
  type: maybe.text('was_type'),
});

export const JOURNAL_ENTRY = ['seq', ...JOURNAL_COLUMNS.names].map((name) => `journal.${name}`).join(', ');

/** For `concat` in a SELECT: the fields of an entry as JSON, its braces left to the change that it is a part of. */
export const ENTRY_JSON = [
  `'{"seq":'`,
  'journal.seq',
  `',"eventId":"'`,
  'events.id',
  `'",'`,
  ...JOURNAL_COLUMNS.json('journal').slice(1, -1),
];

/** SQL of the JSON of what the event was before the entry; null when the entry made it. */
export const wasJson = (table: string): string =>
  `iif(${table}.was_status IS NULL, 'null', concat(${WAS_COLUMNS.json(table).join(', ')}))`;

export function readJournalRow(row: Row, eventId: string): JournalEntry {
  return { seq: Number(row['seq']), eventId, ...JOURNAL_COLUMNS.read(row) };
}
