import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { createRandom, type Random } from '../src/event-simulator/random.ts';
import type { Evidence, FeedEntry } from './check/evidence.ts';
import { History } from './history.ts';

const WRITERS = 16;
const READERS = 4;
const HOT = 50;
const ROLLED_BACK = 0.1;
const POLL_EVERY_MS = 2;

const SCHEMA = `
  DROP TABLE IF EXISTS naive_feed, naive_event;
  CREATE TABLE naive_event (id int PRIMARY KEY, version int NOT NULL);
  CREATE TABLE naive_feed (seq bigserial PRIMARY KEY, event int NOT NULL, version int NOT NULL, id text NOT NULL);
  INSERT INTO naive_event SELECT n, 0 FROM generate_series(1, ${HOT}) AS n`;
const NEXT_VERSION = 'UPDATE naive_event SET version = version + 1 WHERE id = $1 RETURNING version';
const APPEND = 'INSERT INTO naive_feed (event, version, id) VALUES ($1, $2, $3)';
const READ = 'SELECT seq::int, event::text, version, id FROM naive_feed WHERE seq > $1 ORDER BY seq';

/**
 * A feed as one would write it at first: numbers from a sequence, readers that ask for what is above their last one. A
 * number is given before its commit, so a reader can pass it by. What the checker of the soak must find, for it proves it.
 */
export async function naiveEvidence(
  databaseUrl: string,
  { transactions, seed }: { readonly transactions: number; readonly seed: number },
): Promise<Evidence> {
  const clients = await Promise.all(
    Array.from({ length: WRITERS + READERS + 1 }, () => connect(databaseUrl)),
  );
  const [first, ...others] = clients as [Client, ...Client[]];
  try {
    await first.query(SCHEMA);
    const history = new History();
    const stopping = new AbortController();
    const readers = others
      .splice(0, READERS)
      .map((client, index) => follow(client, index + 1, stopping.signal));
    const each = Math.ceil(transactions / WRITERS);
    await Promise.all(
      others.map((client, index) => write(client, index + 1, each, history, createRandom(seed + index))),
    );
    stopping.abort();
    const read = await Promise.all(readers);
    const { rows } = await first.query<FeedEntry>(READ, [0]);
    await first.query('DROP TABLE naive_feed, naive_event');
    return { history: history.lines, journal: rows, readers: read };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  return client;
}

async function write(client: Client, writer: number, times: number, history: History, random: Random) {
  for (let done = 1; done <= times; done += 1) {
    const [id, event] = [`${writer}-${done}`, random.between(1, HOT)];
    history.invoke(writer, [id]);
    await client.query('BEGIN');
    const { rows } = await client.query<{ version: number }>(NEXT_VERSION, [event]);
    await client.query(APPEND, [event, rows[0]?.version, id]);
    const fails = random.chance(ROLLED_BACK);
    await client.query(fails ? 'ROLLBACK' : 'COMMIT');
    if (fails) history.fail(writer, [id]);
    else history.ok(writer, id, { result: 'done', event: String(event) });
  }
}

async function follow(client: Client, number: number, stopping: AbortSignal) {
  const entries: FeedEntry[] = [];
  for (let isLast = false; !isLast;) {
    isLast = stopping.aborted; // once more after the last commit
    const { rows } = await client.query<FeedEntry>(READ, [entries.at(-1)?.seq ?? 0]);
    entries.push(...rows);
    await wait(POLL_EVERY_MS);
  }
  return { name: `naive reader ${number}`, entries };
}
