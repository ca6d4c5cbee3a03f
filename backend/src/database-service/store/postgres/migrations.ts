import { randomBytes } from 'node:crypto';
import pg, { type ClientBase, type PoolConfig } from 'pg';
import { LOCKS } from './locks.ts';
import { SCHEMA_2 } from './schema-2.ts';
import { SCHEMA_3 } from './schema-3.ts';
import { SCHEMA } from './schema.ts';
import { committed } from './transaction.ts';

type Migration = (db: ClientBase) => Promise<unknown>;

/** Each brings the schema one version forward. Never change one that was released. */
const MIGRATIONS: readonly Migration[] = [
  createSchema,
  (db) => db.query(SCHEMA_2),
  (db) => db.query(SCHEMA_3),
];
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * It takes as long as it takes, and whoever cut it would only have to begin anew: so it has a connection of its own, without
 * the bounds of the others.
 */
const UNBOUNDED = { lock_timeout: 0, statement_timeout: 0, pipeline: false } as const;
/** Where the server's system can, it looks whether we are still there: nobody waits for the work of a process that is gone. */
const END_WITH_US = "SET client_connection_check_interval = '2s'";

/**
 * Brings the database to the newest schema, in one transaction: killed at any moment, nothing of it was done. Services
 * that start at once wait for the first of them, however long it takes.
 */
export async function migrate(connection: PoolConfig, stopping: AbortSignal): Promise<void> {
  const db = new pg.Client({ ...connection, ...UNBOUNDED });
  db.on('error', () => undefined); // whatever was asked of it fails, and says so
  const leave = () => void db.end();
  stopping.addEventListener('abort', leave);
  try {
    await db.connect();
    await db.query(END_WITH_US).catch(() => undefined);
    await db.query('BEGIN');
    await bringForward(db);
    await committed(db.query('COMMIT'));
  } finally {
    stopping.removeEventListener('abort', leave);
    await db.end();
  }
}

async function bringForward(db: ClientBase): Promise<void> {
  await db.query(`SELECT pg_advisory_xact_lock(${LOCKS.schema})`);
  const version = await schemaVersion(db);
  if (version > SCHEMA_VERSION) {
    throw new Error(
      `it has schema version ${version}, and this program knows versions up to ${SCHEMA_VERSION}; start a newer Signalbox.`,
    );
  }
  for (const migration of MIGRATIONS.slice(version)) await migration(db);
  if (version < SCHEMA_VERSION) await db.query('UPDATE schema_version SET version = $1', [SCHEMA_VERSION]);
}

async function schemaVersion(db: ClientBase): Promise<number> {
  const found = await db.query<{ known: boolean }>(
    `SELECT to_regclass('schema_version') IS NOT NULL AS known`,
  );
  if (!found.rows[0]?.known) return 0;
  const { rows } = await db.query<{ version: number }>('SELECT version FROM schema_version');
  return rows[0]?.version ?? 0;
}

async function createSchema(db: ClientBase): Promise<void> {
  await db.query(SCHEMA);
  await db.query('INSERT INTO schema_version (version) VALUES (0)');
  await db.query('INSERT INTO followed (seq) VALUES (0)');
  await db.query('INSERT INTO feed (epoch, last_seq, tidied_seq, dropped_seq) VALUES ($1, 0, 0, 0)', [
    randomBytes(4).toString('hex'),
  ]);
}
