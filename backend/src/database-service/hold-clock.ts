import { runInBackground, type BackgroundTask } from './background-task.ts';
import type { EventStore, TickWrite, WriteResult } from './store/event-store.ts';
import type { WriteQueue } from './write-queue.ts';

const EVERY = 1_000;
/** A slice of the write queue; further ones follow at once. */
const AT_ONCE = 500;

/** Ends those holds whose time has come, as many as are ended at once; answers whether more may be due. */
export async function endDueHolds(
  store: Pick<EventStore, 'dueHolds'>,
  write: (ticks: readonly TickWrite[]) => Promise<readonly WriteResult[]>,
): Promise<boolean> {
  const due = await store.dueHolds(AT_ONCE);
  const results = await write(due.map((eventId) => ({ kind: 'tick', eventId })));
  const failed = results.find((result) => result.kind === 'failed');
  if (failed) throw failed.error;
  return due.length === AT_ONCE;
}

/** Ends the holds whose time has come: at start, and every second. They go the way of all writes. */
export function startHoldClock(
  store: Pick<EventStore, 'dueHolds'>,
  queue: Pick<WriteQueue, 'add'>,
  onError: (error: unknown) => void,
): BackgroundTask {
  // A hold has been let in with its command: reports that fill the queue do not prolong it.
  const write = (ticks: readonly TickWrite[]) => queue.add(ticks, { bytes: 0, whenFull: 'enter' });
  return runInBackground(async () => ((await endDueHolds(store, write)) ? 0 : EVERY), {
    retryAfter: EVERY,
    onError,
  });
}
