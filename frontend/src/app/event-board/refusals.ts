import type { OperationalEvent } from '@signalbox/contracts';
import { type CommandName, STATUSES } from '@signalbox/contracts/vocabulary';

const worse = (now: OperationalEvent, seen: OperationalEvent) =>
  STATUSES.indexOf(now.status) > STATUSES.indexOf(seen.status);

/**
 * Whether a refused command may be repeated without asking: the event differs from what the person saw in status
 * alone, and not for worse. A machine that says `ok` meanwhile takes nothing from a person's decision.
 */
export const mayRepeat = (seen: OperationalEvent, now: OperationalEvent): boolean =>
  seen.state === now.state &&
  seen.hold === now.hold &&
  seen.holdUntil === now.holdUntil &&
  seen.assignee === now.assignee &&
  !worse(now, seen);

export const DONE_WORDS: Record<CommandName, string> = {
  acknowledge: 'Acknowledged',
  complete: 'Completed',
  reopen: 'Reopened',
  assign: 'Assigned',
  comment: 'Commented',
  undo: 'Undone',
};

/** Who was faster: `Ana Ruiz`, or the source that reported meanwhile. */
export const fasterOne = (event: OperationalEvent): string =>
  event.changedBy.kind === 'person'
    ? event.changedBy.name
    : event.changedBy.kind === 'source'
      ? 'The source'
      : 'The clock';

/** What has become of the event: `completed it`, for the sentence after the name. */
export function whatHappened(event: OperationalEvent): string {
  if (event.changedBy.kind === 'source') return `said ${event.status.toUpperCase()}`;
  return { open: 'reopened', acknowledged: 'acknowledged', completed: 'completed' }[event.state] + ' it';
}
