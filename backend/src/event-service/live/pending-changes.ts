import { type Change, type EventFilter, filterChange, LIMITS, matches } from '@signalbox/contracts';

/**
 * What changed since the last frame, for one filter: the newest entry of each event, and what the event was before the
 * oldest of them. So a frame costs the same however often an event changed.
 */
export class PendingChanges {
  private readonly filter: EventFilter;
  private readonly changes = new Map<string, Change>();
  /** Events of which nobody knows what the reader last saw. */
  private readonly uncertain = new Set<string>();
  private tooMany = false;

  constructor(filter: EventFilter) {
    this.filter = filter;
  }

  /** Too many events changed to send them one by one. */
  get refresh(): boolean {
    return this.tooMany;
  }

  add(change: Change): void {
    const earlier = this.changes.get(change.eventId);
    if (!earlier && filterChange(this.filter, change) === undefined) return;
    this.keep(earlier ? since(change, earlier.was) : change);
  }

  /** For a reader who is somewhere within what the entry stands for: `was` is older than what the reader saw. */
  addUncertain(change: Change): void {
    this.uncertain.add(change.eventId);
    this.keep(change);
  }

  demandRefresh(): void {
    this.tooMany = true;
    this.changes.clear();
  }

  /** In commit order, for a reader who knew everything up to the first of them. */
  entries(): Change[] {
    return [...this.changes.values()].flatMap((change) =>
      this.uncertain.has(change.eventId) ? this.orLeft(change) : (filterChange(this.filter, change) ?? []),
    );
  }

  /** For a reader who knew the events as they were at `seq`, later than what `was` tells. */
  entriesAfter(seq: number): Change[] {
    return [...this.changes.values()]
      .filter((change) => change.seq > seq)
      .map((change) => this.orLeft(change));
  }

  private keep(change: Change): void {
    if (this.tooMany) return;
    this.changes.delete(change.eventId); // so that it takes its new place in commit order
    this.changes.set(change.eventId, change);
    if (this.changes.size > LIMITS.latestChangesMost) this.demandRefresh();
  }

  /** What does not match now may have matched before. To be told twice that a row is gone does no harm. */
  private orLeft(change: Change): Change {
    return matches(this.filter, change.event, change.event) ? change : { ...change, left: true };
  }
}

/** The same object for all who ask for the same, so that what is written of it can be shared. */
const widened = new WeakMap<Change, Change>();

/** The change, as seen by a reader who knew the event as it was before an earlier one. */
function since(change: Change, was: Change['was']): Change {
  const known = widened.get(change);
  if (known?.was === was) return known;
  const made = { ...change, was };
  widened.set(change, made);
  return made;
}
