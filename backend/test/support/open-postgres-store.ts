import type { EventStore, StoreContext } from '../../src/database-service/store/event-store.ts';
import { openPostgresEventStore } from '../../src/database-service/store/postgres/postgres-event-store.ts';
import { SYSTEM_CONTEXT } from '../../src/database-service/system-context.ts';
import { eventually } from './eventually.ts';

/** A store that is ready, also where the machine is so busy that it takes longer than the moment for which a service waits. */
export async function openPostgresStore(
  url: string,
  context: StoreContext = SYSTEM_CONTEXT,
): Promise<EventStore> {
  const store = await openPostgresEventStore(url, context, () => undefined);
  await eventually(() => store.check());
  return store;
}
