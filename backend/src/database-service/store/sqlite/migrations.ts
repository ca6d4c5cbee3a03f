import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { SCHEMA_2 } from './schema-2.ts';
import { SCHEMA_3 } from './schema-3.ts';
import { SCHEMA } from './schema.ts';

type Migration = (db: DatabaseSync) => void;

/** Each brings the schema one version forward, in a transaction of its own. Never change one that was released. */
const MIGRATIONS: readonly Migration[] = [createSchema, (db) => db.exec(SCHEMA_2), (db) => db.exec(SCHEMA_3)];
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings the database to the newest schema. Safe to be killed at any moment and to be run again. */
export function migrate(db: DatabaseSync): void {
  const version = schemaVersion(db);
  if (version > SCHEMA_VERSION) {
    throw new Error(
      `it has schema version ${version}, and this program knows versions up to ${SCHEMA_VERSION}; start a newer Signalbox.`,
    );
  }
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      migration(db);
      db.exec(`PRAGMA user_version = ${index + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}

function schemaVersion(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
}

function createSchema(db: DatabaseSync): void {
  db.exec(SCHEMA);
  db.prepare('INSERT INTO feed (epoch, last_seq, tidied_seq, dropped_seq) VALUES (?, 0, 0, 0)').run(
    randomBytes(4).toString('hex'),
  );
}
