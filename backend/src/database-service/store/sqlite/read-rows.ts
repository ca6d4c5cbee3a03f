import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

/** The values of a row, in the order of its SELECT: handed over in half the time that an object with names takes. */
export type Values = readonly SQLOutputValue[];

/**
 * For LIMIT: a bound that is given. At a parameter alone SQLite looks when it plans, and plans anew each time that it is
 * given, which doubles what a short read costs.
 */
export const MOST = '? + 0';

/** Texts vary with how many values a filter names, and in which order: those that were used last are kept. */
const KEPT_MOST = 256;
const kept = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/**
 * All rows that this SQL gives. Its statement is kept for the next time: to prepare one costs as much as to read a page
 * with it, and thousands that nobody holds any more are put away in one go, for which everybody waits.
 */
export function readRows(db: DatabaseSync, sql: string, values: readonly SQLInputValue[]): readonly Values[] {
  return statementOf(db, sql).all(...values) as unknown as readonly Values[];
}

function statementOf(db: DatabaseSync, sql: string): StatementSync {
  const statements = kept.get(db) ?? new Map<string, StatementSync>();
  kept.set(db, statements);
  const known = statements.get(sql);
  statements.delete(sql); // and set again: the first in the map is the one that was not used for the longest time
  const statement = known ?? db.prepare(sql);
  statement.setReturnArrays(true);
  statements.set(sql, statement);
  const [oldest] = statements.keys();
  if (statements.size > KEPT_MOST && oldest !== undefined) statements.delete(oldest);
  return statement;
}
