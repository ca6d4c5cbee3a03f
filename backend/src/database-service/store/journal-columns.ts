import type { JournalEntry, Was } from '@signalbox/contracts';
import { as, type FieldColumns, maybe } from './columns.ts';

/** An entry as it stands in its row; the event is there by its row number. */
export type EntryInRow = Omit<JournalEntry, 'seq' | 'eventId' | 'repeats' | 'repeatsSince'>;

export const ENTRY_FIELDS: FieldColumns<EntryInRow> = {
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
};

export const WAS_FIELDS: FieldColumns<Was> = {
  status: as.status('was_status'),
  state: as.word('was_state'),
  diverged: as.flag('was_diverged'),
  assignee: maybe.text('was_assignee'),
  type: maybe.text('was_type'),
};

/** For SELECT. */
export const JOURNAL_ENTRY = ['seq', ...Object.values(ENTRY_FIELDS).map(({ name }) => name)]
  .map((name) => `journal.${name}`)
  .join(', ');
/** … of what the event was before an entry of this table, or alias of one. */
export const wasColumns = (table: string): string =>
  Object.values(WAS_FIELDS)
    .map(({ name }) => `${table}.${name}`)
    .join(', ');
