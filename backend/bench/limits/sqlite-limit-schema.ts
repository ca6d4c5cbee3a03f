import type { DatabaseSync } from 'node:sqlite';

export interface LimitSchema {
  readonly tables: readonly string[];
  readonly indexes: readonly string[];
}

/** The product's two tables, as it made them, with the identities of reports and one index that leads with time. */
export function limitSchema(product: DatabaseSync): LimitSchema {
  const objects = product
    .prepare(
      "SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ('events', 'journal') AND sql NOT NULL",
    )
    .all()
    .map(({ type, name, sql }) => ({ type, name: String(name), sql: String(sql) }));
  const indexes = objects.filter(({ type }) => type === 'index');
  const identities = indexes.filter(({ sql }) => /^CREATE UNIQUE INDEX .*\(report_id\b/is.test(sql));
  return {
    tables: objects.filter(({ type }) => type === 'table').map(({ sql }) => sql),
    indexes: [...identities.map(({ sql }) => sql), 'CREATE INDEX events_by_time ON events (changed_at)'],
  };
}
