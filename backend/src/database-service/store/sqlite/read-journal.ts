import type { DatabaseSync } from 'node:sqlite';
import { LIMITS, type JournalEntry, type JournalPage } from '@signalbox/contracts';
import { ProblemError } from '../../../service-kit/problem.ts';
import type { JournalRequest } from '../event-store.ts';
import { pageToken, readPageToken } from '../page-token.ts';
import { JOURNAL_ENTRY, readJournalRow } from './journal-row.ts';
import { inSnapshot } from './transaction.ts';

/** Reads an event's history, newest first. */
export function prepareReadJournal(db: DatabaseSync) {
  const eventRow = db.prepare('SELECT row FROM events WHERE id = ?');
  const entries = db.prepare(
    `SELECT ${JOURNAL_ENTRY} FROM journal WHERE event_row = ? AND seq < ? ORDER BY seq DESC`,
  );

  return (id: string, request: JournalRequest): JournalPage | undefined =>
    inSnapshot(db, () => {
      const row = eventRow.get(id)?.['row'];
      if (row === undefined) return undefined;
      const before = startOf(id, request);
      const read = entries.iterate(row, before).map((entry) => readJournalRow(entry, id));
      return pageOf(id, request, read);
    });
}

function pageOf(
  id: string,
  { limit, foldRepeats }: JournalRequest,
  read: Iterable<JournalEntry>,
): JournalPage {
  const entries: JournalEntry[] = [];
  let oldest = 0;
  let count = 0;
  for (const entry of read) {
    const newest = entries.at(-1);
    const folds = foldRepeats && newest?.action === 'repeated' && entry.action === 'repeated';
    if (++count > LIMITS.entriesReadPerPage || (!folds && entries.length === limit)) {
      return { entries, next: pageToken(asked(id), { direction: 'next', place: [oldest] }) };
    }
    if (folds) entries[entries.length - 1] = fold(newest, entry);
    else entries.push(entry);
    oldest = entry.seq;
  }
  return { entries, next: null };
}

/** The newest of a run stands for it; `repeats` counts it too. */
function fold(newest: JournalEntry, older: JournalEntry): JournalEntry {
  return { ...newest, repeats: (newest.repeats ?? 1) + 1, repeatsSince: older.at };
}

const asked = (id: string): unknown => ({ journal: id });

function startOf(id: string, { page }: JournalRequest): number {
  if (page === undefined) return Number.MAX_SAFE_INTEGER;
  const seq = readPageToken(asked(id), page, [0])?.place[0];
  if (typeof seq === 'number') return seq;
  const detail = 'must be the next of an answer to this very journal';
  throw new ProblemError('invalid-query', `page ${detail}.`, { errors: [{ parameter: 'page', detail }] });
}
