import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { LOCKS } from './locks.ts';
import { SCHEMA } from './schema.ts';
import { inTransaction } from './transaction.ts';

type Migration = (db: PoolClient) => Promise<void>;

/** Each brings the schema one version forward. Never change one that was released. */
const MIGRATIONS: readonly Migration[] = [createSchema];
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Another service may be at it for as long as this. */
const PATIENCE = '10min';

/**
 * Brings the database to the newest schema, in one transaction: killed at any moment, nothing of it was done. Services
 * that start at once wait for the first of them.
 */
export async function migrate(pool: Pool): Promise<void> {
  await inTransaction(pool, async (db) => {
    await db.query(`SET LOCAL lock_timeout = '${PATIENCE}'; SET LOCAL statement_timeout = '${PATIENCE}'`);
    await db.query(`SELECT pg_advisory_xact_lock(${LOCKS.schema})`);
    const version = await schemaVersion(db);
    if (version > SCHEMA_VERSION) {
      throw new Error(
        `it has schema version ${version}, and this program knows versions up to ${SCHEMA_VERSION}; start a newer Signalbox.`,
      );
    }
    for (const migration of MIGRATIONS.slice(version)) await migration(db);
    if (version < SCHEMA_VERSION) await db.query('UPDATE schema_version SET version = $1', [SCHEMA_VERSION]);
  });
}

async function schemaVersion(db: PoolClient): Promise<number> {
  const found = await db.query<{ known: boolean }>(
    `SELECT to_regclass('schema_version') IS NOT NULL AS known`,
  );
  if (!found.rows[0]?.known) return 0;
  const { rows } = await db.query<{ version: number }>('SELECT version FROM schema_version');
  return rows[0]?.version ?? 0;
}

async function createSchema(db: PoolClient): Promise<void> {
  await db.query(SCHEMA);
  await db.query('INSERT INTO schema_version (version) VALUES (0)');
  await db.query('INSERT INTO followed (seq) VALUES (0)');
  await db.query('INSERT INTO feed (epoch, last_seq, tidied_seq, dropped_seq) VALUES ($1, 0, 0, 0)', [
    randomBytes(4).toString('hex'),
  ]);
}
