import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseInUseError, lockDatabase } from './database-lock.ts';
import { migrate } from './migrations.ts';

/** The message is for the person who starts the service. */
export class CannotOpenError extends Error {}

export interface Database {
  /** The only connection that writes. */
  readonly writer: DatabaseSync;
  readonly reader: DatabaseSync;
  close(): void;
}

/** A foreign tool may hold the file for a moment, to back it up or look into it. */
const BUSY_MILLISECONDS = 2_000;

const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;           -- an answer is a promise that it is on disk
  PRAGMA wal_autocheckpoint = 10000;   -- fewer, larger checkpoints: a quarter to a half more inserts when measured
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -65536;
  PRAGMA temp_store = MEMORY;
`;

/** Opens the database file for this process alone, and brings its schema up to date. */
export function openDatabase(file: string): Database {
  try {
    return open(file);
  } catch (error) {
    if (error instanceof DatabaseInUseError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotOpenError(`The database ${file} cannot be opened: ${why}`, { cause: error });
  }
}

function open(file: string): Database {
  mkdirSync(path.dirname(file), { recursive: true });
  const unlock = lockDatabase(file);
  const opened: DatabaseSync[] = [];
  const close = () => {
    for (const connection of opened.reverse()) connection.close();
    unlock();
  };
  try {
    const writer = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS });
    opened.push(writer);
    writer.exec(SETTINGS);
    migrate(writer);
    const reader = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS, readOnly: true });
    opened.push(reader);
    reader.exec('PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY');
    return { writer, reader, close };
  } catch (error) {
    close();
    throw error;
  }
}
