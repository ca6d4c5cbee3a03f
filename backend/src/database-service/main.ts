import { refuseOpenDoors } from '../service-kit/environment.ts';
import { runService } from '../service-kit/run-service.ts';
import { serveDocs } from '../service-kit/serve-docs.ts';
import { buildDatabaseService } from './app.ts';
import { databaseAddress, settings } from './config.ts';
import type { EventStore } from './store/event-store.ts';
import { SYSTEM_CONTEXT } from './system-context.ts';

await runService({
  name: 'database-service',
  about: 'Keeps the events: takes reports, answers queries, gives the change feed.',
  settings,
  start: async (given, closing) => {
    refuseOpenDoors(given);
    const { store, place } = await openEventStore(given.databaseUrl);
    closing.add('the database', () => store.close());
    const app = await buildDatabaseService({ store, docs: serveDocs, ...given });
    closing.add('the web server', () => app.close());
    const address = await app.listen({ host: given.host, port: given.port });
    return `database-service listening on ${address}, keeping events in ${place}`;
  },
});

/** Loads the engine that is asked for alone: the other one's code would take as long to load as this one's. */
async function openEventStore(databaseUrl: string): Promise<{ store: EventStore; place: string }> {
  const address = databaseAddress(databaseUrl);
  if (address.engine === 'sqlite') {
    const { openSqliteEventStore } = await import('./store/sqlite/sqlite-event-store.ts');
    return { store: openSqliteEventStore(address.file, SYSTEM_CONTEXT), place: address.file };
  }
  const { openPostgresEventStore } = await import('./store/postgres/postgres-event-store.ts');
  const { databaseName } = await import('./store/postgres/open-database.ts');
  const tell = (sentence: string) => void process.stderr.write(`database-service: ${sentence}\n`);
  const store = await openPostgresEventStore(address.url, SYSTEM_CONTEXT, tell);
  return { store, place: `PostgreSQL, ${databaseName(address.url)}` };
}
