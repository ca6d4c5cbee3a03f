import { POSTGRES_VERSIONS } from '../../../../test/support/postgres/binaries.ts';
import { freshDatabase } from '../../../../test/support/postgres/fresh-database.ts';
import { sharedPostgres } from '../../../../test/support/postgres/shared-postgres.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import { eventStoreContract } from '../event-store.contract.ts';
import { openPostgresEventStore } from './postgres-event-store.ts';

const ignore = () => undefined;

/** An event store brings the schema along. */
async function migrate(url: string): Promise<void> {
  const store = await openPostgresEventStore(url, SYSTEM_CONTEXT, ignore);
  await store.check();
  await store.close();
}

for (const version of POSTGRES_VERSIONS) {
  eventStoreContract(`PostgreSQL ${version}`, async (t, context) => {
    const url = await freshDatabase(t, await sharedPostgres(version), migrate);
    const store = await openPostgresEventStore(url, context, ignore);
    t.after(() => store.close());
    return store;
  });
}
