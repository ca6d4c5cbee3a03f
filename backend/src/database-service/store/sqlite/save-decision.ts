import type { DatabaseSync } from 'node:sqlite';
import type { AcceptedReport, Decided, EventRecord, NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { prepareJournal } from './append-journal.ts';
import { prepareWords } from './index-words.ts';
import type { Sums } from './keep-sums.ts';
import { prepareEvents, type StoredRecord } from './save-event.ts';

/** What the transaction that a write is part of carries along. */
export interface Batch {
  readonly now: string;
  readonly sums: Sums;
  lastSeq: number;
  lastReport: { readonly at: string; readonly source: string } | undefined;
}

export type Tables = ReturnType<typeof prepareTables>;

/** Everything that a decision is read from and written to: the event, its words, its journal, and the sums. */
export function prepareTables(db: DatabaseSync) {
  const events = prepareEvents(db);
  const journal = prepareJournal(db);
  const indexWords = prepareWords(db);

  /** `report` is the one that was decided on, if it was a report. */
  function save(
    stored: StoredRecord | undefined,
    decided: Decided,
    batch: Batch,
    report?: AcceptedReport,
  ): void {
    if (decided.entries.length === 0) return;
    const after = recordAfter(decided);
    const before = stored?.record;
    const byOwnId = before === undefined && report !== undefined && report.id === report.key;
    const row = stored?.row ?? events.insert(after, byOwnId);
    if (before) events.update(row, before, after);
    indexWords(row, before?.event, after.event);
    batch.sums.moved(before?.event, after.event);
    const { source } = after.event;
    for (const entry of decided.entries) {
      const needsIdentity = entry.reportId !== undefined && !byOwnId;
      journal.append(++batch.lastSeq, row, entry, needsIdentity ? source : null);
      countReport(entry, source, batch);
    }
  }

  return { events, journal, save };
}

function countReport(entry: NewJournalEntry, source: string, batch: Batch): void {
  if (entry.actor.kind !== 'source') return;
  batch.lastReport = { at: batch.now, source };
  if (!entry.late) batch.sums.applied(source, entry);
}

export function recordAfter({ record }: Decided): EventRecord {
  if (record === undefined) throw new Error('A decision with entries leaves an event');
  return record;
}
