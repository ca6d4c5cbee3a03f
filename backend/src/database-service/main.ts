import { refuseOpenDoors } from '../service-kit/environment.ts';
import { runService } from '../service-kit/run-service.ts';
import { buildDatabaseService } from './app.ts';
import { databaseFile, settings } from './config.ts';
import { openSqliteEventStore } from './store/sqlite/sqlite-event-store.ts';
import { SYSTEM_CONTEXT } from './system-context.ts';

await runService({
  name: 'database-service',
  about: 'Keeps the events: takes reports, answers queries, gives the change feed.',
  settings,
  start: async (given, closing) => {
    refuseOpenDoors(given);
    const file = databaseFile(given.databaseUrl);
    const store = openSqliteEventStore(file, SYSTEM_CONTEXT);
    closing.add('the database', () => store.close());
    const app = await buildDatabaseService({ store, ...given });
    closing.add('the web server', () => app.close());
    const address = await app.listen({ host: given.host, port: given.port });
    return `database-service listening on ${address}, keeping events in ${file}`;
  },
});
