import type { EventFilter } from './event-query.ts';
import type { Was } from './journal-entry.ts';
import type { OperationalEvent } from './operational-event.ts';

/** What of an event never changes, and can be filtered by. */
type Identity = Pick<OperationalEvent, 'id' | 'source'>;
/** What of an event changes, and can be filtered by: the event itself, or what it was. */
type Facts = Pick<OperationalEvent, 'status' | 'state' | 'diverged' | 'assignee' | 'type'> | Was;

const among = (wanted: readonly string[] | undefined, actual: string | undefined): boolean =>
  wanted === undefined || (actual !== undefined && wanted.includes(actual));

/** Whether an event with these facts passes the filter. `q`, `from` and `to` are not judged: a feed cannot. */
export function matches(filter: EventFilter, identity: Identity, facts: Facts): boolean {
  return (
    among(filter.state, facts.state) &&
    among(filter.status, facts.status) &&
    among(filter.source, identity.source) &&
    among(filter.id, identity.id) &&
    among(filter.type, facts.type) &&
    among(filter.assignee, facts.assignee) &&
    (filter.diverged === undefined || facts.diverged)
  );
}

/** What a filtered feed sends of a change: the change, the change marked as left, or nothing. */
export function filterChange<C extends { event: Identity & Facts; was: Was | null }>(
  filter: EventFilter,
  change: C,
): (C & { left?: true }) | undefined {
  if (matches(filter, change.event, change.event)) return change;
  const matchedBefore = change.was !== null && matches(filter, change.event, change.was);
  return matchedBefore ? { ...change, left: true } : undefined;
}
