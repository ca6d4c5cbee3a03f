import type { Client } from 'pg';

/**
 * How the limit writes: by UNNEST into the tables as the product has them, the same with identities and one index
 * by time alone, or by COPY, which can leave nothing out that is there already.
 */
export type Variant = 'unnest' | 'lean' | 'copy';

export interface Column {
  /** Quoted. */
  readonly name: string;
  readonly type: string;
  /** UNNEST would take arrays of arrays apart: such a column travels as text. */
  readonly viaText: boolean;
}

/** Columns that can be written, in their order. */
export async function columnsOf(client: Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<{ name: string; type: string; category: string }>(
    `SELECT quote_ident(attname) AS name, format_type(atttypid, NULL) AS type, typcategory AS category
     FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [`public.${table}`],
  );
  return rows.map(({ name, type, category }) => ({ name, type, viaText: category === 'A' }));
}

/** The product's two tables once more, empty, in a schema of their own. */
export async function makeLimitTables(client: Client, variant: Variant): Promise<void> {
  await client.query(`CREATE SCHEMA limit_${variant}`);
  for (const table of ['events', 'journal']) {
    await client.query(`CREATE TABLE limit_${variant}.${table} (LIKE public.${table} INCLUDING ALL)`);
  }
  if (variant === 'lean') await dropAllButIdentitiesAndTime(client);
}

async function dropAllButIdentitiesAndTime(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT indexrelid::regclass::text AS name FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
     WHERE relnamespace = 'limit_lean'::regnamespace AND NOT indisunique`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await client.query('CREATE INDEX events_by_time ON limit_lean.events (changed_at)');
}
