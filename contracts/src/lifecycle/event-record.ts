import type { NewJournalEntry } from './new-journal-entry.ts';
import type { OperationalEvent } from '../operational-event.ts';

/** What people decided about an event, so that an undo can bring it back. */
export type PeoplesPart = Pick<
  OperationalEvent,
  | 'state'
  | 'hold'
  | 'holdUntil'
  | 'assignee'
  | 'acknowledgedAt'
  | 'acknowledgedBy'
  | 'completedAt'
  | 'completedBy'
  | 'reopened'
  | 'worst'
  | 'recoveredAt'
  | 'failingSince'
>;

/** What a command's version replaced, and how many reports were applied by then. */
export interface BeforeCommand {
  readonly part: PeoplesPart;
  readonly reports: number;
}

/** An event as a store keeps it: the event, and what an undo would bring back (set when a command made the newest version). */
export interface EventRecord {
  readonly event: OperationalEvent;
  readonly beforeCommand?: BeforeCommand;
}

/** One step of the lifecycle: the record after it, and what the journal says of it. */
export interface Step {
  readonly record: EventRecord;
  readonly entry: NewJournalEntry;
}
