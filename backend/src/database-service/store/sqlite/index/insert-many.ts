import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** So many rows go in together: what a statement costs by itself is then little beside them. */
const TOGETHER = 64;

/** Takes rows, and inserts them by the statement. */
export interface Inserts {
  add(row: readonly SQLInputValue[]): void;
  /** Inserts what is left. */
  flush(): void;
  /** What is left is not inserted: the transaction failed. */
  forget(): void;
}

/**
 * Inserts many rows by one statement: its cursors stay where they are, so that what is appended to an index finds its place
 * without a search. It stops in the middle when it fails, and saves no copies of pages for that: the transaction is to be
 * rolled back anyway.
 */
export function prepareInsertMany(db: DatabaseSync, table: string, columns: number): Inserts {
  const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
  const insert = (rows: number) =>
    db.prepare(`INSERT OR FAIL INTO ${table} VALUES ${Array.from({ length: rows }, () => row).join(', ')}`);
  const many = insert(TOGETHER);
  const one = insert(1);
  let values: SQLInputValue[] = [];

  return {
    add(row) {
      values.push(...row);
      if (values.length < TOGETHER * columns) return;
      many.run(...values);
      values = [];
    },
    flush() {
      for (let at = 0; at < values.length; at += columns) one.run(...values.slice(at, at + columns));
      values = [];
    },
    forget() {
      values = [];
    },
  };
}
