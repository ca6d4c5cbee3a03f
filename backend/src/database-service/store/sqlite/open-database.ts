import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DatabaseInUseError, lockDatabase } from './database-lock.ts';
import { migrate } from './migrations.ts';

/** The message is for the person who starts the service. */
export class CannotOpenError extends Error {}

export interface Database {
  readonly reader: DatabaseSync;
  close(): void;
}

/** A foreign tool may hold the file for a moment, to back it up or look into it. */
const BUSY_MILLISECONDS = 2_000;

/**
 * Checkpoints that are ten times rarer than SQLite's own save a tenth of the writer's work. One of them holds up the commit
 * that meets it by some 50 ms, each twentieth of a thousand reports; but in this thread alone: readers go on meanwhile.
 * A larger cache saves nothing that the system's own cache of the file does not serve: from 2 to 64 MiB the work for a report
 * was the same when measured.
 */
export const WRITER_SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;           -- an answer is a promise that it is on disk
  PRAGMA wal_autocheckpoint = 10000;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -16384;
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
  try {
    const writer = connectWriter(file);
    try {
      migrate(writer);
    } finally {
      writer.close();
    }
    const reader = connectReader(file);
    return {
      reader,
      close() {
        if (reader.isOpen) reader.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** To be opened once for a database that is locked and migrated. */
export function connectWriter(file: string): DatabaseSync {
  const writer = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS });
  try {
    writer.exec(WRITER_SETTINGS);
    return writer;
  } catch (error) {
    writer.close();
    throw error;
  }
}

function connectReader(file: string): DatabaseSync {
  const reader = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS, readOnly: true });
  reader.exec('PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY');
  return reader;
}
