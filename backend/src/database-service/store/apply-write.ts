import {
  decide,
  SYSTEM,
  type AcceptedReport,
  type Context,
  type Decided,
  type EventRecord,
} from '@signalbox/contracts/lifecycle';
import type {
  AppliedReport,
  CommandWrite,
  ReportWrite,
  TickWrite,
  Write,
  WriteResult,
} from './event-store.ts';

/** What a report is decided on. */
export interface Found<Stored> {
  /** The event that it is about; if it is known, that to which it went before. */
  readonly stored: Stored | undefined;
  readonly known: boolean;
  /** Its attributes may be the stored ones themselves, where they say the same. */
  readonly report: AcceptedReport;
}

/** What a write is decided on and saved to, within the transaction that it is part of. */
export interface Tables<Stored extends { readonly record: EventRecord | undefined }> {
  findReported(report: AcceptedReport): Found<Stored>;
  findById(id: string): Stored | undefined;
  knowsCommand(id: string, stored: Stored): boolean;
  /** `report` is the one that was decided on, if it was a report. */
  save(stored: Stored | undefined, decided: Decided, report?: AcceptedReport): void;
  /** The number of the newest journal entry. */
  readonly lastSeq: number;
}

type Moment = Pick<Context, 'now' | 'newId'>;

/** Applies one write within a transaction: load, decide, save, journal. */
export function applyWrite<Stored extends { readonly record: EventRecord | undefined }>(
  tables: Tables<Stored>,
  write: Write,
  moment: Moment,
): WriteResult {
  switch (write.kind) {
    case 'report':
      return applyReport(tables, write, moment);
    case 'command':
      return applyCommand(tables, write, moment);
    case 'tick':
      return applyTick(tables, write, moment);
  }
}

type AnyTables = Tables<{ readonly record: EventRecord | undefined }>;

function applyReport(tables: AnyTables, write: ReportWrite, moment: Moment): AppliedReport {
  const { stored, known, report } = tables.findReported(write.report);
  const input = { kind: 'report', report, known } as const;
  const actor = { kind: 'source', name: report.source } as const;
  const decided = decide(stored?.record, input, { ...moment, actor });
  if (decided.outcome.kind !== 'receipt') throw new Error('A report is answered with a receipt');
  tables.save(stored, decided, report);
  const { event } = recordAfter(decided);
  return {
    kind: 'receipt',
    result: decided.outcome.result,
    id: event.id,
    ...(decided.entries.length > 0 && { seq: tables.lastSeq }),
    version: event.version,
  };
}

function applyCommand(tables: AnyTables, write: CommandWrite, moment: Moment): WriteResult {
  const { command, expectedVersion, actor } = write;
  const stored = tables.findById(write.eventId);
  const known = stored !== undefined && command.id !== undefined && tables.knowsCommand(command.id, stored);
  const input = { kind: 'command', command, expectedVersion, known } as const;
  const decided = decide(stored?.record, input, { ...moment, actor });
  tables.save(stored, decided);
  const event = decided.record?.event;
  const { outcome } = decided;
  return outcome.kind === 'refused'
    ? { kind: 'refused', refusal: outcome.refusal, event }
    : { kind: 'done', event };
}

function applyTick(tables: AnyTables, { eventId }: TickWrite, moment: Moment): WriteResult {
  const stored = tables.findById(eventId);
  const decided = decide(stored?.record, { kind: 'tick' }, { ...moment, actor: SYSTEM });
  tables.save(stored, decided);
  return { kind: 'done', event: decided.record?.event };
}

export function recordAfter({ record }: Decided): EventRecord {
  if (record === undefined) throw new Error('A decision with entries leaves an event');
  return record;
}
