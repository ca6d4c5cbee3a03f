import { runInBackground, type BackgroundTask } from './background-task.ts';
import type { EventStore } from './store/event-store.ts';
import type { WriteQueue } from './write-queue.ts';

const EVERY = 1_000;
/** A slice of the write queue; further ones follow at once. */
const AT_ONCE = 500;

/** Ends the holds whose time has come: at start, and every second. They go the way of all writes. */
export function startHoldClock(
  store: Pick<EventStore, 'dueHolds'>,
  queue: Pick<WriteQueue, 'add'>,
  onError: (error: unknown) => void,
): BackgroundTask {
  return runInBackground(
    async () => {
      const due = await store.dueHolds(AT_ONCE);
      const results = await queue.add(
        due.map((eventId) => ({ kind: 'tick', eventId })),
        // A hold has been let in with its command: reports that fill the queue do not prolong it.
        { bytes: 0, whenFull: 'enter' },
      );
      const failed = results.find((result) => result.kind === 'failed');
      if (failed) throw failed.error;
      return due.length === AT_ONCE ? 0 : EVERY;
    },
    { retryAfter: EVERY, onError },
  );
}
