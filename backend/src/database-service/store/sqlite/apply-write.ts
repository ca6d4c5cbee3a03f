import type { DatabaseSync } from 'node:sqlite';
import {
  decide,
  SYSTEM,
  type AcceptedReport,
  type Decided,
  type EventRecord,
} from '@signalbox/contracts/lifecycle';
import type {
  AppliedReport,
  CommandWrite,
  ReportWrite,
  StoreContext,
  TickWrite,
  Write,
  WriteResult,
} from '../event-store.ts';
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

/** Applies one write within a transaction: load, decide, save, journal. */
export function prepareApplyWrite(db: DatabaseSync, { newId }: Pick<StoreContext, 'newId'>) {
  const events = prepareEvents(db);
  const journal = prepareJournal(db);
  const indexWords = prepareWords(db);

  function applyReport({ report }: ReportWrite, batch: Batch): AppliedReport {
    const knownRow = findKnown(report);
    const stored =
      knownRow === undefined ? events.findByKey(report.key, report.source) : events.readByRow(knownRow);
    const input = { kind: 'report', report, known: knownRow !== undefined } as const;
    const actor = { kind: 'source', name: report.source } as const;
    const decided = decide(stored?.record, input, { now: batch.now, newId, actor });
    const after = recordAfter(decided);
    save(stored, decided, batch, report);
    const { result } = decided.outcome as { result: AppliedReport['result'] };
    return {
      kind: 'receipt',
      result,
      id: after.event.id,
      ...(decided.entries.length > 0 && { seq: batch.lastSeq }),
      version: after.event.version,
    };
  }

  /** Where the id is also the key, the event itself is the proof; otherwise the journal knows. */
  function findKnown({ id, source }: AcceptedReport): number | undefined {
    if (id === undefined) return undefined;
    return events.findMadeByOwnId(id, source) ?? journal.findReport(id, source);
  }

  function applyCommand(write: CommandWrite, batch: Batch): WriteResult {
    const { command, expectedVersion, actor } = write;
    const stored = events.findById(write.eventId);
    const known =
      stored !== undefined && command.id !== undefined && journal.knowsCommand(command.id, stored.row);
    const input = { kind: 'command', command, expectedVersion, known } as const;
    const decided = decide(stored?.record, input, { now: batch.now, newId, actor });
    save(stored, decided, batch);
    const event = decided.record?.event;
    const { outcome } = decided;
    return outcome.kind === 'refused'
      ? { kind: 'refused', refusal: outcome.refusal, event }
      : { kind: 'done', event };
  }

  function applyTick({ eventId }: TickWrite, batch: Batch): WriteResult {
    const stored = events.findById(eventId);
    const decided = decide(stored?.record, { kind: 'tick' }, { now: batch.now, newId, actor: SYSTEM });
    save(stored, decided, batch);
    return { kind: 'done', event: decided.record?.event };
  }

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
    for (const entry of decided.entries) {
      const source = entry.reportId === undefined || byOwnId ? null : after.event.source;
      journal.append(++batch.lastSeq, row, entry, source);
      if (entry.actor.kind !== 'source') continue;
      batch.lastReport = { at: batch.now, source: after.event.source };
      if (!entry.late) batch.sums.applied(after.event.source, entry);
    }
  }

  return (write: Write, batch: Batch): WriteResult => {
    switch (write.kind) {
      case 'report':
        return applyReport(write, batch);
      case 'command':
        return applyCommand(write, batch);
      case 'tick':
        return applyTick(write, batch);
    }
  };
}

function recordAfter({ record }: Decided): EventRecord {
  if (record === undefined) throw new Error('A decision with entries leaves an event');
  return record;
}
