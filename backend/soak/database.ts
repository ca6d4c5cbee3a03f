import path from 'node:path';
import { Client } from 'pg';
import type { PostgresVersion } from '../test/support/postgres/binaries.ts';
import { freshDatabase } from '../test/support/postgres/fresh-database.ts';
import { startPostgres } from '../test/support/postgres/start-postgres.ts';
import type { Scope } from '../test/support/start-process.ts';
import { scratchFolder } from './scope.ts';

/** What the services of a soak keep their events in, and the harm that can be done to it. */
export interface SoakDatabase {
  readonly url: string;
  readonly name: string;
  /** How many services may share it. */
  readonly services: number;
  /** Ends the connection of a service in the midst of its work, so that its transaction is rolled back. */
  readonly cutConnection?: () => Promise<void>;
  /** As a power cut would, and back again. */
  readonly crash?: () => Promise<void>;
}

export async function sqliteDatabase(scope: Scope): Promise<SoakDatabase> {
  const folder = await scratchFolder(scope);
  return { url: `sqlite:${path.join(folder, 'events.db')}`, name: 'SQLite', services: 1 };
}

/** A server of the soak's own. */
export async function ownPostgres(scope: Scope, version: PostgresVersion): Promise<SoakDatabase> {
  const server = await startPostgres({ version });
  scope.after(() => server.stop());
  const url = await freshDatabase(scope, server);
  const crash = async () => {
    await server.kill();
    await server.restart();
  };
  return { ...givenPostgres(url), name: `PostgreSQL ${version}`, crash };
}

/** A database of somebody else's, which nobody but the soak may write to meanwhile. */
export const givenPostgres = (url: string): SoakDatabase => ({
  url,
  name: 'PostgreSQL',
  services: 2,
  cutConnection: () => cutConnection(url),
});

/** One that is at work, if there is any. */
const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
  ORDER BY state = 'idle', random() LIMIT 1`;

async function cutConnection(url: string): Promise<void> {
  const client = new Client(url);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(CUT);
  } catch {
    // the server is away just now
  } finally {
    await client.end().catch(() => undefined);
  }
}
