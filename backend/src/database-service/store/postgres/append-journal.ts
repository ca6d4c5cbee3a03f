import type { PoolClient } from 'pg';
import { copyIn, copyRows } from './copy-in.ts';
import type { Value } from './columns.ts';
import { ENTRY_COLUMNS, WAS_COLUMNS } from './journal-row.ts';
import { minuteOf } from './keep-sums.ts';
import type { Appended } from './save-decision.ts';

const NO_WAS = WAS_COLUMNS.names.map(() => null);
const NAMES = [
  'event_row',
  'identity_source',
  'diverged',
  'minute',
  ...ENTRY_COLUMNS.names,
  ...WAS_COLUMNS.names,
];

/** Entries as `appendJournal` takes them. */
export const journalRows = (entries: readonly Appended[]): Promise<Buffer> => copyRows(entries, rowOf);

/** Appends to the journal, numbered by the sequence: to be sent behind the lock of the feed, and before its commit. */
export const appendJournal = (db: PoolClient, rows: Buffer): Promise<void> =>
  copyIn(db, 'journal', NAMES, rows);

function rowOf({ slot, entry, diverged, identitySource }: Appended): Value[] {
  const counts = entry.actor.kind === 'source' && !entry.late;
  return [
    slot.row,
    identitySource,
    diverged,
    counts ? minuteOf(entry) : null,
    ...ENTRY_COLUMNS.write(entry),
    ...(entry.was === null ? NO_WAS : WAS_COLUMNS.write(entry.was)),
  ];
}
