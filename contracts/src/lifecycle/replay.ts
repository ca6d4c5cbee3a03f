import { advance, advanceByCommand, fieldsBefore, reopening, type Fields } from './advance.ts';
import type { EventRecord } from './event-record.ts';
import { isFailing, worseOf } from './situation.ts';
import type { JournalEntry } from '../journal-entry.ts';
import type { OperationalEvent } from '../operational-event.ts';

type Identity = Pick<OperationalEvent, 'id' | 'source' | 'key'>;
type Entry = Omit<JournalEntry, 'seq'>;

/**
 * The event that a journal tells of, oldest entry first: every field but type and attributes, which it does not keep.
 * Written from the entries alone, without the tables, so that it proves what the service stored.
 */
export function replay(identity: Identity, entries: readonly Entry[]): OperationalEvent | undefined {
  let record: EventRecord | undefined;
  for (const entry of entries) record = record ? proceed(record, entry) : begin(identity, entry);
  return record?.event;
}

const timeOf = (entry: Entry): string => (entry.skewed ? entry.at : (entry.reportedAt ?? entry.at));

function begin(identity: Identity, entry: Entry): EventRecord {
  const { at, actor, status, state, version, message = '' } = entry;
  const event: OperationalEvent = {
    ...identity,
    status,
    message,
    state,
    diverged: false,
    firstReportedAt: timeOf(entry),
    reportedAt: timeOf(entry),
    receivedAt: at,
    reports: 1,
    late: false,
    changedAt: at,
    changedBy: actor,
    ...(state === 'completed' && { completedAt: at, completedBy: actor }),
    overrides: 0,
    worst: status,
    failingSince: 0,
    version,
  };
  return { event };
}

function proceed(record: EventRecord, entry: Entry): EventRecord {
  if (entry.late) return advance(record, { late: true, receivedAt: entry.at }, entry.at, entry.actor);
  const step = entry.actor.kind === 'person' ? advanceByCommand : advance;
  const fields = { ...after(entry), ...reported(record.event, entry), ...decided(record, entry) };
  return step(record, fields, entry.at, entry.actor);
}

/** What every entry says of the event after it. */
function after({ status, state, hold, holdUntil, assignee }: Entry): Fields {
  return { status, state, hold, holdUntil, assignee };
}

function reported(event: OperationalEvent, entry: Entry): Fields {
  if (entry.actor.kind !== 'source') return {};
  const { status, state, hold } = entry;
  const watched = state === 'acknowledged' || hold !== undefined;
  return {
    message: entry.message ?? event.message,
    reportedAt: timeOf(entry),
    receivedAt: entry.at,
    reports: event.reports + 1,
    late: false,
    worst: watched ? worseOf(event.worst, status) : status,
    ...(hold !== undefined &&
      (isFailing(status) ? { failingSince: event.failingSince + 1 } : { recoveredAt: timeOf(entry) })),
  };
}

/** What the entry changed in the people's part. */
function decided(record: EventRecord, entry: Entry): Fields {
  const { event } = record;
  const { at, actor, action, status, rule } = entry;
  if (action === 'undone') return fieldsBefore(record) ?? {};
  if (action === 'acknowledged') return { acknowledgedAt: at, acknowledgedBy: actor, worst: status };
  if (action === 'completed') {
    const since = { worst: status, recoveredAt: undefined, failingSince: 0 };
    return { completedAt: at, completedBy: actor, reopened: undefined, ...since };
  }
  if (action === 'recovered' && event.state !== 'completed') {
    return { completedAt: at, completedBy: actor, reopened: undefined };
  }
  if (entry.state !== 'open' || event.state === 'open' || rule === undefined) return {};
  return {
    ...reopening(event, { at, by: actor, rule }),
    worst: status,
    overrides: event.overrides + (action === 'overridden' ? 1 : 0),
  };
}
