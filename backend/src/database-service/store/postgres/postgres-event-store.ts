import { runInBackground } from '../../background-task.ts';
import type { EventStore, StoreContext } from '../event-store.ts';
import { openPools, RUNNING } from './open-database.ts';
import { prepare } from './preparation.ts';
import { prepareStore } from './prepare-store.ts';

/** Readers add up what the sums by source do not tell of yet: so it stays little, if the machine can keep up. */
const FOLLOW_MILLISECONDS = 250;

/**
 * Opens the event store in a PostgreSQL database, which any number of services share. `tell` gets what the person who
 * runs it should know.
 */
export async function openPostgresEventStore(
  url: string,
  context: StoreContext,
  tell: (sentence: string) => void,
): Promise<EventStore> {
  const database = openPools(url, RUNNING);
  try {
    const { store, followSums } = prepareStore(database, await prepare(database, tell), context);
    const following = startFollowing(() => followSums('leave'));
    const close = async () => void (await Promise.all([following.stop(), store.close()]));
    return { ...store, close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function startFollowing(followSums: () => Promise<boolean>) {
  return runInBackground(async () => ((await followSums()) ? 0 : FOLLOW_MILLISECONDS), {
    retryAfter: 1_000,
    onError: () => undefined, // whoever reads or writes is told of it, and so is `check`
  });
}
