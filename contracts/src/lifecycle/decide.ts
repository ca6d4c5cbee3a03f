import { applyCommand } from './apply-command.ts';
import { applyReport, createFromReport } from './apply-report.ts';
import { endPassedHold } from './end-passed-hold.ts';
import type { EventRecord, Step } from './event-record.ts';
import type { AcceptedReport, Context, Decided, Input, Outcome } from './decision.ts';
import type { NewJournalEntry } from './new-journal-entry.ts';

/**
 * What becomes of an event: the only function that changes one. Pure: time, ids and the actor come with the context.
 * A hold that has passed is ended first, as the system's own entry, whatever else was asked.
 */
export function decide(record: EventRecord | undefined, input: Input, context: Context): Decided {
  if (input.kind !== 'tick' && input.known) return { record, entries: [], outcome: knownOutcome(input.kind) };
  const ended = record && endPassedHold(record, context.now);
  const current = ended?.record ?? record;
  const entries = ended ? [ended.entry] : [];
  switch (input.kind) {
    case 'tick':
      return { record: current, entries, outcome: { kind: 'done' } };
    case 'report':
      return decideReport(current, entries, input.report, context);
    case 'command': {
      const applied = applyCommand(current, input, context);
      return 'refusal' in applied
        ? { record: current, entries, outcome: { kind: 'refused', refusal: applied.refusal } }
        : conclude(applied, entries, { kind: 'done' });
    }
  }
}

function knownOutcome(kind: 'report' | 'command'): Outcome {
  return kind === 'report' ? { kind: 'receipt', result: 'duplicate' } : { kind: 'known' };
}

function decideReport(
  record: EventRecord | undefined,
  entries: readonly NewJournalEntry[],
  report: AcceptedReport,
  context: Context,
): Decided {
  if (record === undefined) {
    return conclude(createFromReport(report, context), entries, { kind: 'receipt', result: 'created' });
  }
  const step = applyReport(record, report, context);
  const { action } = step.entry;
  const result = action === 'late' || action === 'repeated' ? action : 'updated';
  return conclude(step, entries, { kind: 'receipt', result });
}

function conclude(step: Step, earlier: readonly NewJournalEntry[], outcome: Outcome): Decided {
  return { record: step.record, entries: [...earlier, step.entry], outcome };
}
