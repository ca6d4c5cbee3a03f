import { Client } from 'pg';
import type { BenchDatabase, BenchWorld } from './bench-world.ts';
import { EVENTS, FOLLOW_UP, JOURNAL } from './fill-postgres-sql.ts';
import { withScope } from './scope.ts';
import { readJson } from './stored.ts';

const ROWS_AT_ONCE = 100_000;

/** So many events through the real schema, made by the database itself; its indexes are built when all are there. */
export async function fillPostgres(world: BenchWorld, { env, product }: BenchDatabase): Promise<void> {
  await withScope(async (scope) => {
    const { url } = await world.startService(scope, env);
    await readJson(`${url}/v1/summary`);
  });
  // Two fill at once: one alone would leave the other cores idle.
  const clients = [new Client(product), new Client(product)] as const;
  const [client] = clients;
  try {
    for (const one of clients) {
      await one.connect();
      await one.query('SET synchronous_commit = off');
    }
    const indexes = await dropIndexes(client);
    await makeEvents(world, clients);
    for (const index of indexes) {
      world.progress.at(`writing ${world.rows} events: ${index.slice(0, 60)}`);
      await client.query(index);
    }
    for (const sql of FOLLOW_UP) await client.query(sql);
  } finally {
    for (const one of clients) await one.end();
  }
}

async function makeEvents({ rows, progress }: BenchWorld, clients: readonly Client[]): Promise<void> {
  let next = 1;
  const work = async (client: Client) => {
    for (let from = next; from <= rows; from = next) {
      next += ROWS_AT_ONCE;
      const to = Math.min(rows, next - 1);
      progress.at(`writing ${rows} events: ${from - 1} are on their way`);
      await client.query(EVENTS, [from, to, rows]);
      await client.query(JOURNAL, [from, to]);
    }
  };
  await Promise.all(clients.map(work));
}

/** Those that no constraint needs; gives how to make them again. */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index WHERE indrelid IN ('events'::regclass, 'journal'::regclass)
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}
