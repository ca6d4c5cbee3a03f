import type { DatabaseSync } from 'node:sqlite';
import type { AcceptedReport, Decided, NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { recordAfter, type Tables } from '../apply-write.ts';
import { type ChangeEntry, prepareJournal } from './append-journal.ts';
import { prepareFindEvent } from './find-event.ts';
import type { Sums } from './keep-sums.ts';
import { prepareNewEvents } from './new-events.ts';
import { withStoredAttributes } from './packed-attributes.ts';
import { prepareEvents, type StoredRecord } from './save-event.ts';

/** What the transaction that a write is part of carries along. */
export interface Batch {
  readonly now: string;
  readonly sums: Sums;
  lastRow: number;
  lastSeq: number;
  lastReport: { readonly at: string; readonly source: string } | undefined;
}

/** The tables of a transaction. */
export interface BatchTables extends Tables<StoredRecord> {
  /** Writes what is held to be written together. */
  finish(): void;
}

/** Everything that a decision is read from and written to: the event, its journal, and the sums. */
export function prepareTables(db: DatabaseSync) {
  const events = prepareEvents(db);
  const newEvents = prepareNewEvents(db);
  const journal = prepareJournal(db);
  const findEvent = prepareFindEvent(db);

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
    const row = stored?.row ?? ++batch.lastRow;
    if (before) events.update(row, before, after);
    else newEvents.addEvent(row, after.event, byOwnId);
    batch.sums.moved(before?.event, after.event);
    const { source } = after.event;
    for (const entry of decided.entries) {
      const needsIdentity = entry.reportId !== undefined && !byOwnId;
      const identitySource = needsIdentity ? source : null;
      batch.lastSeq += 1;
      if (isChange(entry)) journal.append(batch.lastSeq, row, entry, identitySource);
      else newEvents.addEntry(batch.lastSeq, row, entry, identitySource);
      countReport(entry, source, batch);
    }
  }

  const tablesOf = (batch: Batch): BatchTables => ({
    findReported(report) {
      if (newEvents.mayConcern(report)) newEvents.write();
      const found = findEvent(report);
      const stored = found && events.readByRow(found.row);
      return {
        stored,
        known: found?.known ?? false,
        report: withStoredAttributes(report, stored?.record.event.attributes),
      };
    },
    findById(id) {
      newEvents.write();
      return events.findById(id);
    },
    knowsCommand: (id, { row }) => journal.knowsCommand(id, row),
    save: (stored, decided, report) => save(stored, decided, batch, report),
    get lastSeq() {
      return batch.lastSeq;
    },
    finish: () => newEvents.write(),
  });
  return (batch: Batch): BatchTables => {
    newEvents.forget(); // of a transaction that failed
    return tablesOf(batch);
  };
}

const isChange = (entry: NewJournalEntry): entry is ChangeEntry => entry.was !== null;

function countReport(entry: NewJournalEntry, source: string, batch: Batch): void {
  if (entry.actor.kind !== 'source') return;
  batch.lastReport = { at: batch.now, source };
  if (!entry.late) batch.sums.applied(entry);
}
