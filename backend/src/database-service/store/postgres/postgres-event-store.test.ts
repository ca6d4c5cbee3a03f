import { openPostgresStore } from '../../../../test/support/open-postgres-store.ts';
import { POSTGRES_VERSIONS } from '../../../../test/support/postgres/binaries.ts';
import { freshDatabase } from '../../../../test/support/postgres/fresh-database.ts';
import { sharedPostgres } from '../../../../test/support/postgres/shared-postgres.ts';
import { eventStoreContract } from '../event-store.contract.ts';

/** An event store brings the schema along. */
async function migrate(url: string): Promise<void> {
  await (await openPostgresStore(url)).close();
}

for (const version of POSTGRES_VERSIONS) {
  eventStoreContract(`PostgreSQL ${version}`, async (t, context) => {
    const url = await freshDatabase(t, await sharedPostgres(version), migrate);
    const store = await openPostgresStore(url, context);
    t.after(() => store.close());
    return store;
  });
}
