import { runInBackground, type BackgroundTask } from './background-task.ts';
import type { EventStore } from './store/event-store.ts';

const DAY = 24 * 60 * 60 * 1_000;
/** A bite takes a few milliseconds, in which nobody else can write; between bites everybody can. */
const BITE = 500;
const BETWEEN_BITES = 50;
const WHEN_TIDY = 60_000;

/** Drops one bite of what is older than so many days; answers whether more may be left. */
export function forgetOld(store: Pick<EventStore, 'forgetBefore'>, days: number): Promise<boolean> {
  return store.forgetBefore(new Date(Date.now() - days * DAY).toISOString(), BITE);
}

/** Drops what deduplication and repeats leave behind, some days later, in small bites. */
export function startIdentityRetention(
  store: Pick<EventStore, 'forgetBefore'>,
  days: number,
  onError: (error: unknown) => void,
): BackgroundTask {
  return runInBackground(async () => ((await forgetOld(store, days)) ? BETWEEN_BITES : WHEN_TIDY), {
    retryAfter: WHEN_TIDY,
    onError,
  });
}
