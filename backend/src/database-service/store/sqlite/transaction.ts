import type { DatabaseSync } from 'node:sqlite';

/** Does the work whole or not at all; on disk when this returns. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  return enclosed(db, 'BEGIN IMMEDIATE', work);
}

/** Reads everything as of one moment. */
export function inSnapshot<T>(db: DatabaseSync, read: () => T): T {
  return enclosed(db, 'BEGIN', read);
}

function enclosed<T>(db: DatabaseSync, begin: string, work: () => T): T {
  db.exec(begin);
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // When the disk is full SQLite has rolled back by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
