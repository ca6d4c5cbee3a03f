import { after } from 'node:test';
import type { PostgresVersion } from './binaries.ts';
import { startPostgres, type PostgresServer } from './start-postgres.ts';

const started = new Map<PostgresVersion, Promise<PostgresServer>>();

/** The server of this version that all tests of a file share; it ends after the last of them. */
export function sharedPostgres(version: PostgresVersion): Promise<PostgresServer> {
  const server = started.get(version) ?? startPostgres({ version });
  started.set(version, server);
  return server;
}

after(async () => {
  await Promise.allSettled([...started.values()].map(async (server) => (await server).stop()));
});
