/**
 * The limit of the feed: the columns that an entry and its event are made of, handed over by the engine for as many entries,
 * and nothing made of them.
 */
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { databaseAddress } from '../../src/database-service/config.ts';
import { EVENT_WITHOUT_ATTRIBUTES } from '../../src/database-service/store/event-columns.ts';
import { JOURNAL_ENTRY, wasColumns } from '../../src/database-service/store/journal-columns.ts';

export interface RawFeed {
  /** Entries behind this one; gives how many there were. */
  read(after: number, limit: number): Promise<number>;
  close(): Promise<void>;
}

const COLUMNS = [JOURNAL_ENTRY, wasColumns('journal'), EVENT_WITHOUT_ATTRIBUTES].join(', ');

export async function openRawFeed(url: string): Promise<RawFeed> {
  const address = databaseAddress(url);
  return address.engine === 'sqlite' ? openSqlite(address.file) : openPostgres(address.url);
}

function openSqlite(file: string): RawFeed {
  const db = new DatabaseSync(file, { readOnly: true });
  const select = db.prepare(`
    SELECT ${COLUMNS} FROM journal CROSS JOIN events ON events.row = journal.event_row
    WHERE journal.seq > ? ORDER BY journal.seq LIMIT ?`);
  select.setReturnArrays(true);
  return {
    read: async (after, limit) => select.all(after, limit).length,
    close: async () => db.close(),
  };
}

async function openPostgres(url: string): Promise<RawFeed> {
  const client = new Client({ connectionString: url });
  await client.connect();
  // As the product has it: the end of the feed is never worth another process.
  await client.query('SET max_parallel_workers_per_gather = 0');
  return {
    async read(after, limit) {
      // A limit that is a parameter would be planned as if it were most of the table.
      const text = `
        SELECT ${COLUMNS} FROM journal JOIN events ON events.row = journal.event_row
        WHERE journal.seq > $1 ORDER BY journal.seq LIMIT ${limit}`;
      const { rows } = await client.query({ name: 'feed', text, values: [after], rowMode: 'array' });
      return rows.length;
    },
    close: () => client.end(),
  };
}
