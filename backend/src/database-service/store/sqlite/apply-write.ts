import { decide, SYSTEM, type AcceptedReport, type Context } from '@signalbox/contracts/lifecycle';
import type {
  AppliedReport,
  CommandWrite,
  ReportWrite,
  TickWrite,
  Write,
  WriteResult,
} from '../event-store.ts';
import { recordAfter, type Batch, type Tables } from './save-decision.ts';

type NewId = Context['newId'];

/** Applies one write within a transaction: load, decide, save, journal. */
export function applyWrite(tables: Tables, write: Write, batch: Batch, newId: NewId): WriteResult {
  switch (write.kind) {
    case 'report':
      return applyReport(tables, write, batch, newId);
    case 'command':
      return applyCommand(tables, write, batch, newId);
    case 'tick':
      return applyTick(tables, write, batch, newId);
  }
}

function applyReport(tables: Tables, { report }: ReportWrite, batch: Batch, newId: NewId): AppliedReport {
  const { events } = tables;
  const knownRow = findKnown(tables, report);
  const stored =
    knownRow === undefined ? events.findByKey(report.key, report.source) : events.readByRow(knownRow);
  const input = { kind: 'report', report, known: knownRow !== undefined } as const;
  const actor = { kind: 'source', name: report.source } as const;
  const decided = decide(stored?.record, input, { now: batch.now, newId, actor });
  if (decided.outcome.kind !== 'receipt') throw new Error('A report is answered with a receipt');
  tables.save(stored, decided, batch, report);
  const { event } = recordAfter(decided);
  return {
    kind: 'receipt',
    result: decided.outcome.result,
    id: event.id,
    ...(decided.entries.length > 0 && { seq: batch.lastSeq }),
    version: event.version,
  };
}

/** Where the id is also the key, the event itself is the proof; otherwise the journal knows. */
function findKnown({ events, journal }: Tables, { id, source }: AcceptedReport): number | undefined {
  if (id === undefined) return undefined;
  return events.findMadeByOwnId(id, source) ?? journal.findReport(id, source);
}

function applyCommand(tables: Tables, write: CommandWrite, batch: Batch, newId: NewId): WriteResult {
  const { command, expectedVersion, actor } = write;
  const stored = tables.events.findById(write.eventId);
  const known =
    stored !== undefined && command.id !== undefined && tables.journal.knowsCommand(command.id, stored.row);
  const input = { kind: 'command', command, expectedVersion, known } as const;
  const decided = decide(stored?.record, input, { now: batch.now, newId, actor });
  tables.save(stored, decided, batch);
  const event = decided.record?.event;
  const { outcome } = decided;
  return outcome.kind === 'refused'
    ? { kind: 'refused', refusal: outcome.refusal, event }
    : { kind: 'done', event };
}

function applyTick(tables: Tables, { eventId }: TickWrite, batch: Batch, newId: NewId): WriteResult {
  const stored = tables.events.findById(eventId);
  const decided = decide(stored?.record, { kind: 'tick' }, { now: batch.now, newId, actor: SYSTEM });
  tables.save(stored, decided, batch);
  return { kind: 'done', event: decided.record?.event };
}
