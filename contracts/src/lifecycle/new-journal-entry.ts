import type { Change, JournalEntry, Was } from '../journal-entry.ts';
import type { OperationalEvent } from '../operational-event.ts';

/** An entry before the store gives it its number. */
export type NewJournalEntry = Omit<JournalEntry, 'seq' | 'repeats' | 'repeatsSince'> & Pick<Change, 'was'>;

type EntryFacts = Pick<NewJournalEntry, 'at' | 'action' | 'actor'> &
  Partial<
    Pick<
      NewJournalEntry,
      | 'message'
      | 'note'
      | 'rule'
      | 'reportId'
      | 'commandId'
      | 'reportedAt'
      | 'reportedStatus'
      | 'late'
      | 'skewed'
    >
  >;

export function wasOf(event: OperationalEvent | undefined): Was | null {
  if (event === undefined) return null;
  const { status, state, diverged, assignee, type } = event;
  return {
    status,
    state,
    diverged,
    ...(assignee !== undefined && { assignee }),
    ...(type !== undefined && { type }),
  };
}

/** The entry for a step from one event to the next. */
export function journalEntry(
  before: OperationalEvent | undefined,
  after: OperationalEvent,
  facts: EntryFacts,
): NewJournalEntry {
  const { hold, holdUntil, assignee } = after;
  return {
    eventId: after.id,
    status: after.status,
    state: after.state,
    version: after.version,
    ...(hold !== undefined && { hold }),
    ...(holdUntil !== undefined && { holdUntil }),
    ...(assignee !== undefined && { assignee }),
    ...facts,
    was: wasOf(before),
  };
}
