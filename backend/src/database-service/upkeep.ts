import { endDueHolds } from './hold-clock.ts';
import { forgetOld } from './identity-retention.ts';
import type { EventStore } from './store/event-store.ts';

/** What a schedule sends to a database service that is frozen between requests: `{ "signalbox": "upkeep" }`. */
export const isUpkeepEvent = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'signalbox' in event && event.signalbox === 'upkeep';

export interface UpkeepOptions {
  readonly store: Pick<EventStore, 'dueHolds' | 'apply' | 'forgetBefore'> & {
    readonly followSums: () => Promise<boolean>;
  };
  readonly deduplicationDays: number;
  /** Whether there is time for one more step; a step takes a second at most. */
  readonly hasTime: () => boolean;
}

/**
 * What a service that runs does by itself: ends holds that have passed, brings the sums by source forward, forgets old
 * identities. In this order, as people wait for holds. Each step is whole by itself, so it may be cut off anywhere, and run
 * twice at once. Answers whether all of it is done; the rest is left to the next time.
 */
export async function doUpkeep({ store, deduplicationDays, hasTime }: UpkeepOptions): Promise<boolean> {
  const tasks = [
    () => endDueHolds(store, store.apply),
    () => store.followSums(),
    () => forgetOld(store, deduplicationDays),
  ];
  for (const step of tasks) {
    while (await step()) if (!hasTime()) return false;
  }
  return true;
}
