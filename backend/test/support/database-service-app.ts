import type { TestContext } from 'node:test';
import { buildDatabaseService, type DatabaseServiceOptions } from '../../src/database-service/app.ts';
import { openSqliteEventStore } from '../../src/database-service/store/sqlite/sqlite-event-store.ts';
import { serveDocs } from '../../src/service-kit/serve-docs.ts';
import { SYSTEM_CONTEXT } from '../../src/database-service/system-context.ts';
import { SQLITE, type Engine } from './engines.ts';
import { openPostgresStore } from './open-postgres-store.ts';

/** The real database service in this very process, listening on a free port. */
export async function databaseServiceApp(
  t: TestContext,
  { engine = SQLITE, ...options }: Partial<DatabaseServiceOptions> & { readonly engine?: Engine } = {},
) {
  const context = options.context ?? SYSTEM_CONTEXT;
  const url = await engine.database(t);
  const store = url.startsWith('sqlite:')
    ? openSqliteEventStore(url.slice('sqlite:'.length), context)
    : await openPostgresStore(url, context);
  const app = await buildDatabaseService({ store, context, logLevel: 'silent', docs: serveDocs, ...options });
  t.after(async () => {
    await app.close();
    await store.close();
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url: address, app, store };
}
