import path from 'node:path';
import type { TestContext } from 'node:test';
import { buildDatabaseService, type DatabaseServiceOptions } from '../../src/database-service/app.ts';
import { openSqliteEventStore } from '../../src/database-service/store/sqlite/sqlite-event-store.ts';
import { SYSTEM_CONTEXT } from '../../src/database-service/system-context.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The real database service in this very process, listening on a free port. */
export async function databaseServiceApp(t: TestContext, options: Partial<DatabaseServiceOptions> = {}) {
  const folder = await temporaryFolder(t);
  const context = options.context ?? SYSTEM_CONTEXT;
  const store = openSqliteEventStore(path.join(folder, 'events.db'), context);
  const app = await buildDatabaseService({ store, context, logLevel: 'silent', ...options });
  t.after(async () => {
    await app.close();
    await store.close();
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, app, store };
}
