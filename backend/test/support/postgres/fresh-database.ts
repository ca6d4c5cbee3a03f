import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Scope } from '../start-process.ts';
import type { PostgresServer } from './start-postgres.ts';

/** Who owns the test's databases: no superuser, as the product must not need one. */
const OWNER = 'signalbox';

type Prepare = (url: string) => Promise<void>;
/** One template for each server and way of preparing it. */
const templates = new WeakMap<PostgresServer, Map<Prepare | undefined, Promise<string>>>();

/**
 * The address of a database of the test's own, gone after it. `prepare` (to migrate it) is done once for each server, to a
 * template that all of them are copied from.
 */
export async function freshDatabase(t: Scope, server: PostgresServer, prepare?: Prepare): Promise<string> {
  const template = await templateOf(server, prepare);
  await dropLeft(server);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${OWNER}`);
  t.after(async () => void leftBehind(server).add(name));
  return addressOf(server, name);
}

/**
 * Databases whose tests are over. What a test started may still be about to let go of them: they are dropped when the
 * next is made and nobody is connected to them any more, or go with their server.
 */
const left = new WeakMap<PostgresServer, Set<string>>();

function leftBehind(server: PostgresServer): Set<string> {
  const names = left.get(server) ?? new Set<string>();
  left.set(server, names);
  return names;
}

async function dropLeft(server: PostgresServer): Promise<void> {
  const names = leftBehind(server);
  if (names.size === 0) return;
  const used = await administer(server, 'SELECT DISTINCT datname FROM pg_stat_activity');
  const inUse = new Set(used.map((row) => (row as { datname: string }).datname));
  for (const name of [...names].filter((one) => !inUse.has(one))) {
    // Another test that begins may have taken it on already.
    if (names.delete(name)) await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

/** Says something to the server as its superuser. */
export async function administer(
  server: PostgresServer,
  sql: string,
  database = 'postgres',
): Promise<unknown[]> {
  const client = new Client(addressOf(server, database, 'postgres'));
  client.on('error', () => undefined); // the server may be stopped at any time
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const addressOf = ({ port }: PostgresServer, database: string, user = OWNER) =>
  `postgres://${user}@127.0.0.1:${port}/${database}`;

function templateOf(server: PostgresServer, prepare: Prepare | undefined): Promise<string> {
  const known = templates.get(server) ?? new Map<Prepare | undefined, Promise<string>>();
  templates.set(server, known);
  const template = known.get(prepare) ?? makeTemplate(server, prepare, `template_${known.size}`);
  known.set(prepare, template);
  return template;
}

async function makeTemplate(
  server: PostgresServer,
  prepare: Prepare | undefined,
  name: string,
): Promise<string> {
  await administer(
    server,
    `DO $$ BEGIN CREATE ROLE ${OWNER} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  );
  await administer(server, `CREATE DATABASE ${name} OWNER ${OWNER}`);
  await prepare?.(addressOf(server, name));
  return name;
}
