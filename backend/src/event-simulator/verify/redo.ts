import type { JournalEntry, OperationalEvent, OperatorCommand } from '@signalbox/contracts';
import { decide, type EventRecord, type Input, type Outcome } from '@signalbox/contracts/lifecycle';
import type { SentReport } from '../ledger.ts';
import { firstDifference } from './compare.ts';

/** An event as it was read back, with its whole history, oldest first. */
export interface StoredEvent {
  readonly event: OperationalEvent;
  readonly journal: readonly JournalEntry[];
}

type Sent = ReadonlyMap<string, SentReport>;

/**
 * Takes the reports and commands of a journal through the lifecycle once more, in the order in which the service took them,
 * and tells the first thing that came out differently: an entry, a receipt, or the event in the end.
 */
export function redo({ event, journal }: StoredEvent, sent: Sent): string | undefined {
  let record: EventRecord | undefined;
  for (const entry of journal) {
    const input = inputOf(entry, sent);
    if (input === undefined)
      return `entry ${entry.seq} holds a report that was never sent: ${entry.reportId ?? 'no id'}`;
    const decided = decide(record, input, { now: entry.at, newId: () => event.id, actor: entry.actor });
    const difference =
      differenceOf(entry, decided.entries) ?? receiptDifference(entry, decided.outcome, sent);
    if (difference) return `entry ${entry.seq} (${entry.action}): ${difference}`;
    record = decided.record;
  }
  if (record === undefined) return 'it has no history';
  return firstDifference(event, record.event);
}

function inputOf(entry: JournalEntry, sent: Sent): Input | undefined {
  if (entry.actor.kind === 'system') return { kind: 'tick' };
  if (entry.actor.kind === 'person') {
    return { kind: 'command', command: commandOf(entry), expectedVersion: '*', known: false };
  }
  const report = sent.get(entry.reportId ?? '')?.report;
  return report && { kind: 'report', report, known: false };
}

/** What a person must have asked for, so that the journal says this. */
function commandOf({ action, note, commandId, hold, holdUntil, assignee }: JournalEntry): OperatorCommand {
  const said = { ...(commandId !== undefined && { id: commandId }), ...(note !== undefined && { note }) };
  switch (action) {
    case 'acknowledged':
      return { name: 'acknowledge', ...said };
    case 'completed':
      return {
        name: 'complete',
        ...said,
        ...(hold && { hold }),
        ...(holdUntil !== undefined && { holdUntil }),
      };
    case 'reopened':
      return { name: 'reopen', ...said };
    case 'assigned':
      return { name: 'assign', ...said, assignee: assignee ?? null };
    case 'undone':
      return { name: 'undo', ...said };
    default:
      return { name: 'comment', note: '', ...said };
  }
}

function differenceOf(entry: JournalEntry, decided: readonly object[]): string | undefined {
  const [expected] = decided;
  if (expected === undefined || decided.length > 1)
    return `${decided.length} entries must be there instead of it`;
  const { seq: _seq, ...stored } = entry;
  const { was: _was, ...must } = expected as { was?: unknown };
  return firstDifference(stored, must);
}

/** The receipt told the sender the same that the journal tells. A report that was sent again may have been known. */
function receiptDifference(entry: JournalEntry, outcome: Outcome, sent: Sent): string | undefined {
  if (outcome.kind !== 'receipt') return undefined;
  const { receipts = [], sendings = 0 } = sent.get(entry.reportId ?? '') ?? {};
  for (const { result, id, seq } of receipts) {
    if (id !== entry.eventId) return `a receipt of ${entry.reportId} names another event, ${id}`;
    if (result === 'duplicate' && sendings > 1) continue;
    if (result !== outcome.result) return `the receipt said ${result}, and it must be ${outcome.result}`;
    if (seq !== undefined && seq !== entry.seq) return `the receipt said seq ${seq}`;
  }
  return undefined;
}
