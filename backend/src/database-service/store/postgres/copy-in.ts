import pg, { type Connection, type PoolClient } from 'pg';
import type { Value } from './columns.ts';
import { inTurns } from './in-turns.ts';

/** Of the driver's own classes, what a COPY needs; its types leave it out. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * COPY … FROM STDIN with its rows in the same message. It does not wait for the server to ask for them: where it never
 * asks, because the statement failed, it ignores them.
 */
class CopyIn extends pg.Query {
  private readonly sql: string;
  private readonly data: Buffer;

  constructor(sql: string, data: Buffer, done: (error: Error | null) => void) {
    super({ text: sql }, undefined, done as never);
    this.sql = sql;
    this.data = data;
  }

  override submit = (connection: Connection): void => {
    const wire = connection as unknown as CopyConnection;
    wire.query(this.sql);
    wire.sendCopyFromChunk(this.data);
    wire.endCopyFrom();
  };

  handleCopyInResponse(): void {
    // they are on their way already
  }
}

/** Inserts rows (`copyRows`) in the way that costs PostgreSQL least: an eighth to a quarter less than INSERT … SELECT FROM unnest(). */
export function copyIn(db: PoolClient, table: string, names: readonly string[], rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null) => (error ? reject(error) : resolve());
    db.query(new CopyIn(`COPY ${table} (${names.join(', ')}) FROM STDIN`, rows, done));
  });
}

/** The rows of items, as COPY takes them. */
export async function copyRows<Item>(
  items: readonly Item[],
  rowOf: (item: Item) => readonly Value[],
): Promise<Buffer> {
  let lines = '';
  for await (const some of inTurns(items)) lines += copyLines(some.map(rowOf));
  return Buffer.from(lines);
}

/** Plain loops over plain texts: this runs for every column of every event. */
function copyLines(rows: readonly (readonly Value[])[]): string {
  let lines = '';
  for (const row of rows) {
    for (let index = 0; index < row.length; index += 1) {
      const value = row[index] as Value;
      if (index > 0) lines += '\t';
      lines += value === null ? '\\N' : typeof value === 'string' ? copyText(value) : String(value);
    }
    lines += '\n';
  }
  return lines;
}

const SPECIAL = /[\\\n\r\t]/;
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function copyText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replace(/[\\\n\r\t]/g, (character) => ESCAPED[character] ?? character);
}
