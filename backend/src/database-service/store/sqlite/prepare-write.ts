import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * A statement that writes. FTS5 numbers the rows of its own tables beyond what a JavaScript number can hold, and the
 * last of them would make whatever is written next fail.
 */
export function prepareWrite(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql);
  statement.setReadBigInts(true);
  return statement;
}
