import { after } from 'node:test';
import { openPostgresStore } from '../../../../test/support/open-postgres-store.ts';
import { POSTGRES_VERSIONS } from '../../../../test/support/postgres/binaries.ts';
import { freshDatabase } from '../../../../test/support/postgres/fresh-database.ts';
import { startPostgres } from '../../../../test/support/postgres/start-postgres.ts';
import { eventStoreContract } from '../event-store.contract.ts';

/** Nobody cuts the power here, and a database for each test is many files to wait for. */
const WITHOUT_WAITING_FOR_THE_DISK = { fsync: 'off', full_page_writes: 'off' };

/** An event store brings the schema along. */
async function migrate(url: string): Promise<void> {
  await (await openPostgresStore(url)).close();
}

for (const version of POSTGRES_VERSIONS) {
  const server = startPostgres({ version, settings: WITHOUT_WAITING_FOR_THE_DISK });
  after(async () => (await server).stop());
  eventStoreContract(`PostgreSQL ${version}`, async (t, context) => {
    const url = await freshDatabase(t, await server, migrate);
    const store = await openPostgresStore(url, context);
    t.after(() => store.close());
    return store;
  });
}
