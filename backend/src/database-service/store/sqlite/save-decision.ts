import type { DatabaseSync } from 'node:sqlite';
import type { AcceptedReport, Decided, NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { recordAfter, type Tables } from '../apply-write.ts';
import { prepareJournal } from './append-journal.ts';
import { prepareFindEvent } from './find-event.ts';
import type { Sums } from './keep-sums.ts';
import { withStoredAttributes } from './packed-attributes.ts';
import { prepareEvents, type StoredRecord } from './save-event.ts';

/** What the transaction that a write is part of carries along. */
export interface Batch {
  readonly now: string;
  readonly sums: Sums;
  lastSeq: number;
  lastReport: { readonly at: string; readonly source: string } | undefined;
}

/** Everything that a decision is read from and written to: the event, its journal, and the sums. */
export function prepareTables(db: DatabaseSync) {
  const events = prepareEvents(db);
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
    const row = stored?.row ?? events.insert(after.event, byOwnId);
    if (before) events.update(row, before, after);
    batch.sums.moved(before?.event, after.event);
    const { source } = after.event;
    for (const entry of decided.entries) {
      const needsIdentity = entry.reportId !== undefined && !byOwnId;
      journal.append(++batch.lastSeq, row, entry, needsIdentity ? source : null);
      countReport(entry, source, batch);
    }
  }

  return (batch: Batch): Tables<StoredRecord> => ({
    findReported(report) {
      const found = findEvent(report);
      const stored = found && events.readByRow(found.row);
      return {
        stored,
        known: found?.known ?? false,
        report: withStoredAttributes(report, stored?.record.event.attributes),
      };
    },
    findById: events.findById,
    knowsCommand: (id, { row }) => journal.knowsCommand(id, row),
    save: (stored, decided, report) => save(stored, decided, batch, report),
    get lastSeq() {
      return batch.lastSeq;
    },
  });
}

function countReport(entry: NewJournalEntry, source: string, batch: Batch): void {
  if (entry.actor.kind !== 'source') return;
  batch.lastReport = { at: batch.now, source };
  if (!entry.late) batch.sums.applied(entry);
}
