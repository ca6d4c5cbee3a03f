import { advanceByCommand, fieldsBefore, reopening, type Fields } from './advance.ts';
import type { CommandInput, Context, Refusal } from './decision.ts';
import type { EventRecord, Step } from './event-record.ts';
import { journalEntry } from './new-journal-entry.ts';
import { situationOf } from './situation.ts';
import { COMMAND_TABLE, NEEDS_VERSION, type CommandEffect } from './tables.ts';
import type { OperatorCommand } from '../operator-command.ts';
import { DEFAULT_HOLD, type JournalAction, type Rule } from '../vocabulary.ts';

interface Change {
  readonly fields: Fields;
  readonly action: JournalAction;
  readonly rule?: Rule;
}
type Effect = (record: EventRecord, command: OperatorCommand, context: Context) => Change | undefined;

const EFFECTS: Readonly<Record<Exclude<CommandEffect, 'already-so'>, Effect>> = {
  acknowledge: ({ event }, _command, { now, actor }) => ({
    action: 'acknowledged',
    fields: { state: 'acknowledged', acknowledgedAt: now, acknowledgedBy: actor, worst: event.status },
  }),
  complete: ({ event }, command, { now, actor }) => ({
    action: 'completed',
    fields: {
      state: 'completed',
      ...holdOf(command),
      completedAt: now,
      completedBy: actor,
      reopened: undefined,
      worst: event.status,
      recoveredAt: undefined,
      failingSince: 0,
    },
  }),
  reopen: ({ event }, _command, { now, actor }) => ({
    action: 'reopened',
    rule: 'person.reopened',
    fields: {
      ...reopening(event, { at: now, by: actor, rule: 'person.reopened' }),
      worst: event.status,
    },
  }),
  assign: (_record, command) => ({
    action: 'assigned',
    fields: { assignee: command.name === 'assign' ? (command.assignee ?? undefined) : undefined },
  }),
  comment: () => ({ action: 'commented', fields: {} }),
  'take-back': (record) => {
    const fields = fieldsBefore(record);
    return fields && { action: 'undone', fields };
  },
};

/** Does the command, or says why not: refusals in the order of the design. */
export function applyCommand(
  record: EventRecord | undefined,
  { command, expectedVersion }: CommandInput,
  context: Context,
): Step | { readonly refusal: Refusal } {
  if (record === undefined) return { refusal: { code: 'not-found' } };
  const refusal =
    refuseHold(command, context.now) ?? refuseVersion(record.event.version, command, expectedVersion);
  if (refusal) return { refusal };

  const effect = COMMAND_TABLE[command.name][situationOf(record.event)];
  if (effect === 'already-so') return { refusal: alreadySo(`The event is ${record.event.state} already.`) };
  const change = EFFECTS[effect](record, command, context);
  if (change === undefined) return { refusal: alreadySo('No command made the newest version.') };
  return journalled(record, change, command, context);
}

function journalled(
  record: EventRecord,
  change: Change,
  command: OperatorCommand,
  { now, actor }: Context,
): Step {
  const after = advanceByCommand(record, change.fields, now, actor);
  const entry = journalEntry(record.event, after.event, {
    at: now,
    action: change.action,
    actor,
    ...(change.rule && { rule: change.rule }),
    ...(command.note !== undefined && { note: command.note }),
    ...(command.id !== undefined && { commandId: command.id }),
  });
  return { record: after, entry };
}

const alreadySo = (detail: string): Refusal => ({ code: 'conflict', detail });

function holdOf(command: OperatorCommand): Pick<Fields, 'hold' | 'holdUntil'> {
  if (command.name !== 'complete') return {};
  return { hold: command.hold ?? DEFAULT_HOLD, holdUntil: command.holdUntil };
}

function refuseHold(command: OperatorCommand, now: string): Refusal | undefined {
  if (command.name !== 'complete') return undefined;
  const invalid = (detail: string): Refusal => ({ code: 'invalid', pointer: '#/holdUntil', detail });
  const { hold, holdUntil } = command;
  if (hold === 'until-time' && holdUntil === undefined) return invalid('is required with until-time');
  if (hold !== 'until-time' && holdUntil !== undefined) return invalid('comes with until-time only');
  if (holdUntil !== undefined && holdUntil <= now) return invalid('must lie in the future');
  return undefined;
}

function refuseVersion(
  version: number,
  { name }: OperatorCommand,
  expected: CommandInput['expectedVersion'],
): Refusal | undefined {
  if (!NEEDS_VERSION[name]) return undefined;
  if (expected === undefined) return { code: 'version-required' };
  if (expected === '*' || expected === version) return undefined;
  return { code: 'stale', detail: `Version ${expected} was expected, the event is at ${version}.` };
}
