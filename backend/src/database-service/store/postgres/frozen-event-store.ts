import type { Pool } from 'pg';
import type { EventStore, StoreContext } from '../event-store.ts';
import { FROZEN, openPools } from './open-database.ts';
import { prepareWhenNeeded } from './preparation.ts';
import { prepareStore } from './prepare-store.ts';

/** A store whose process is frozen between requests: what another one does by itself, somebody must ask of it. */
export interface FrozenEventStore extends EventStore {
  /** To be called first in each request: replaces connections that died meanwhile. Never rejects. */
  thaw(): Promise<void>;
  /** Brings the sums by source forward by one bite; answers whether more is left. */
  followSums(): Promise<boolean>;
}

/** Opens the event store in a PostgreSQL database, with one connection to write and one to read. */
export async function openFrozenEventStore(
  url: string,
  context: StoreContext,
  tell: (sentence: string) => void,
): Promise<FrozenEventStore> {
  const database = openPools(url, FROZEN);
  try {
    const { store, followSums } = prepareStore(database, await prepareWhenNeeded(database, tell), context);
    return {
      ...store,
      thaw: async () => void (await Promise.all([database.writers, database.readers].map(replaceDead))),
      followSums: () => followSums('wait'),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** A server that is up answers within milliseconds. The driver's types do not know that a query may have a bound of its own. */
const ARE_YOU_THERE = { text: 'SELECT', query_timeout: 1_000 };

/**
 * Asks whether the server still knows the connection that lay idle, and lets go of it if not. As nothing else was sent on it,
 * nothing is lost: reports and commands too go out on one that works.
 */
async function replaceDead(pool: Pool): Promise<void> {
  if (pool.idleCount === 0) return;
  try {
    const client = await pool.connect();
    await client.query(ARE_YOU_THERE).then(
      () => client.release(),
      () => client.release(true),
    );
  } catch {
    // no other connection is to be had: whoever needs one is told so
  }
}
