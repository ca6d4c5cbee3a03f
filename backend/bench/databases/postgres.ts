import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../../test/support/postgres/start-postgres.ts';
import type { Scope } from '../../test/support/start-process.ts';
import type { BenchDatabase, BenchWorld } from '../bench-world.ts';
import { fillPostgres } from '../fill-postgres.ts';
import { fillThroughProduct } from './fill-through-product.ts';

/** As somebody would set them who gives the database a machine of this size; what is answered is on disk. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '1GB',
  effective_cache_size: '8GB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '15min',
};
const VERSION = 18;

/** A server for the run, or for longer where filled databases are kept; gives its address. */
export async function startServer(scope: Scope, { keep }: Pick<BenchWorld, 'keep'>): Promise<string> {
  const folder = keep === undefined ? undefined : path.resolve(keep, `postgres-${VERSION}`);
  const server = await startPostgres({ version: VERSION, settings: SETTINGS, ...(folder && { folder }) });
  scope.after(() => server.stop());
  return server.url;
}

export async function postgresVersion(server: string): Promise<string> {
  const [found] = await administer<{ version: string }>(
    server,
    `SELECT current_setting('server_version') AS version`,
  );
  return `PostgreSQL ${found?.version ?? ''}`;
}

/** An empty database of its own, gone with its scope. */
export async function emptyPostgres(scope: Scope, { server = '' }: BenchWorld): Promise<BenchDatabase> {
  const name = newName();
  await administer(server, `CREATE DATABASE ${name}`);
  scope.after(() => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  return databaseAt(server, name);
}

/** A database with so many events; it is made where there is none yet. */
export async function filledPostgres(scope: Scope, world: BenchWorld): Promise<BenchDatabase> {
  const { server = '', rows, keep, short, progress } = world;
  // One that nobody keeps is its scope's own.
  const name = keep === undefined ? newName() : `filled_${rows}`;
  const database = databaseAt(server, name);
  const known = await administer(server, `SELECT 1 FROM pg_database WHERE datname = '${name}'`);
  if (known.length > 0) return database;
  if (keep === undefined)
    scope.after(() => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  progress.at(`writing ${rows} events`);
  const making = `${name}_making`;
  await administer(server, `DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
  await administer(server, `CREATE DATABASE ${making}`);
  const unfinished = databaseAt(server, making);
  if (short) await fillThroughProduct(world, unfinished);
  else await fillPostgres(world, unfinished);
  await administer(server, `ALTER DATABASE ${making} RENAME TO ${name}`);
  return database;
}

const newName = (): string => `bench_${randomUUID().replaceAll('-', '')}`;

function databaseAt(server: string, name: string): BenchDatabase {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { env: { SIGNALBOX_DATABASE_URL: url.href }, product: url.href };
}

async function administer<Row extends object>(server: string, sql: string): Promise<Row[]> {
  const client = new Client(server);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
