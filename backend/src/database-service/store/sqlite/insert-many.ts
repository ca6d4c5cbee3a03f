import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** So many rows go in together: what a statement costs by itself is then little beside them. What is left goes in by smaller ones. */
const TOGETHER = [16, 4, 1] as const;
const [MOST] = TOGETHER;

/** Takes rows, and inserts them by few statements. */
export interface Inserts {
  add(row: readonly SQLInputValue[]): void;
  /** Inserts what is left. */
  flush(): void;
  /** What is left is not inserted: the transaction failed. */
  forget(): void;
}

/**
 * Inserts many rows by one statement: its cursors stay where they are, so that what is appended to a table or an index finds its
 * place without a search. It stops in the middle when it fails, and saves no copies of pages for that: the transaction is to be
 * rolled back anyway. Not for virtual tables: SQLite puts several rows for one of them into a table first.
 */
export function prepareInsertMany(db: DatabaseSync, table: string, columns: readonly string[]): Inserts {
  const width = columns.length;
  const row = `(${columns.map(() => '?').join(', ')})`;
  const statements = TOGETHER.map((rows) => {
    const values = Array.from({ length: rows }, () => row).join(', ');
    const sql = `INSERT OR FAIL INTO ${table} (${columns.join(', ')}) VALUES ${values}`;
    return { length: rows * width, insert: db.prepare(sql) };
  });
  let held: SQLInputValue[] = [];

  function flush(): void {
    let from = 0;
    for (const { length, insert } of statements) {
      for (; held.length - from >= length; from += length) insert.run(...held.slice(from, from + length));
    }
    held = [];
  }

  return {
    add(values) {
      held.push(...values);
      if (held.length >= MOST * width) flush();
    },
    flush,
    forget() {
      held = [];
    },
  };
}
