import type { EventRecord, PeoplesPart } from './event-record.ts';
import { isFailing } from './situation.ts';
import type { Actor, OperationalEvent } from '../operational-event.ts';

/** Fields to set; those that are undefined are taken away. */
export type Fields = { [Name in keyof OperationalEvent]?: OperationalEvent[Name] | undefined };

/** A version is a change of what people and screens act upon: repeats and changed words make none. */
const VERSIONED = ['status', 'state', 'hold', 'holdUntil', 'assignee'] as const;

const PEOPLES_PART = [
  'state',
  'hold',
  'holdUntil',
  'assignee',
  'acknowledgedAt',
  'acknowledgedBy',
  'completedAt',
  'completedBy',
  'reopened',
  'worst',
  'recoveredAt',
  'failingSince',
] as const satisfies readonly (keyof PeoplesPart)[];

function peoplesPart(event: OperationalEvent): PeoplesPart {
  return Object.fromEntries(PEOPLES_PART.map((name) => [name, event[name]])) as unknown as PeoplesPart;
}

const NOT_COMPLETED = {
  hold: undefined,
  holdUntil: undefined,
  acknowledgedAt: undefined,
  acknowledgedBy: undefined,
  completedAt: undefined,
  completedBy: undefined,
  recoveredAt: undefined,
  failingSince: 0,
} as const satisfies Fields;

/** Fields that open an event again: they end its completion and its acknowledgement, and tell whose completion that was. */
export function reopening(
  { completedBy }: OperationalEvent,
  reason: Pick<NonNullable<OperationalEvent['reopened']>, 'at' | 'by' | 'rule'>,
): Fields {
  return { ...NOT_COMPLETED, state: 'open', reopened: { ...reason, ...(completedBy && { completedBy }) } };
}

/** The event with these fields; `diverged`, `version` and who changed it follow from them. */
function withFields(event: OperationalEvent, fields: Fields, at: string, actor: Actor): OperationalEvent {
  const next: OperationalEvent = { ...event, ...(fields as Partial<OperationalEvent>) };
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) delete next[name as keyof Fields];
  }
  const diverged = next.hold !== undefined && next.failingSince > 0 && isFailing(next.status);
  const isNewVersion = VERSIONED.some((name) => next[name] !== event[name]);
  return isNewVersion
    ? { ...next, diverged, version: event.version + 1, changedAt: at, changedBy: actor }
    : { ...next, diverged };
}

/** The record after a report or the system changed these fields. A new version of theirs leaves nothing to undo. */
export function advance(record: EventRecord, fields: Fields, at: string, actor: Actor): EventRecord {
  const event = withFields(record.event, fields, at, actor);
  return event.version === record.event.version ? { ...record, event } : { event };
}

/** The record after a person changed these fields. A new version remembers what it replaced. */
export function advanceByCommand(record: EventRecord, fields: Fields, at: string, actor: Actor): EventRecord {
  const event = withFields(record.event, fields, at, actor);
  if (event.version === record.event.version) return { ...record, event };
  return { event, beforeCommand: { part: peoplesPart(record.event), reports: record.event.reports } };
}

/** The fields that an undo brings back, brought up to date with the reports applied since; undefined if there is nothing to undo. */
export function fieldsBefore({ event, beforeCommand }: EventRecord): Fields | undefined {
  if (beforeCommand === undefined) return undefined;
  const { part, reports } = beforeCommand;
  const restored: Fields = Object.fromEntries(PEOPLES_PART.map((name) => [name, part[name]]));
  const since = event.reports - reports;
  if (part.hold === undefined || since === 0) return restored;
  // Reports that made no version repeated the status, so all of them said the same.
  return isFailing(event.status)
    ? { ...restored, failingSince: part.failingSince + since }
    : { ...restored, recoveredAt: event.reportedAt };
}
