import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import { Client } from 'pg';
import { administer, freshDatabase } from '../../../../test/support/postgres/fresh-database.ts';
import { sharedPostgres } from '../../../../test/support/postgres/shared-postgres.ts';
import { listOf } from '../../../../test/support/list-of.ts';
import { openPostgresStore } from '../../../../test/support/open-postgres-store.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { ProblemError } from '../../../service-kit/problem.ts';
import { startPostgres } from '../../../../test/support/postgres/start-postgres.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import type { EventStore } from '../event-store.ts';
import { lagOf } from '../lag.ts';
import { LOCKS } from './locks.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { openPools, prepareDatabase, RUNNING } from './open-database.ts';
import { openPostgresEventStore } from './postgres-event-store.ts';
import { SCHEMA } from './schema.ts';

const open = (url: string, tell: (sentence: string) => void = () => undefined) =>
  openPostgresEventStore(url, SYSTEM_CONTEXT, tell);

async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const isUnavailable = (error: unknown) => error instanceof ProblemError && error.code === 'unavailable';

const emptyDatabase = async (t: TestContext) => freshDatabase(t, await sharedPostgres(15));

test('services that start at once on an empty database all start, and share one epoch', async (t) => {
  const url = await emptyDatabase(t);
  const stores = await Promise.all([open(url), open(url), open(url), open(url)]);
  await Promise.all(stores.map((store) => store.check()));
  await Promise.all(stores.map((store) => store.close()));
  const feeds = await ask<{ epoch: string }>(url, 'SELECT epoch FROM feed');
  assert.equal(feeds.length, 1);
  await (await open(url)).close();
  assert.deepEqual(await ask(url, 'SELECT epoch FROM feed'), feeds);
});

test('a migration that takes minutes is neither cut nor begun twice, and meanwhile the service says so', async (t) => {
  const url = await emptyDatabase(t);
  const another = new Client(url); // a service that brings the schema up to date, and takes its time
  await another.connect();
  t.after(() => another.end());
  await another.query(`SELECT pg_advisory_lock(${LOCKS.schema})`);
  const migrating = () =>
    ask(
      url,
      "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
  const until = async (check: () => Promise<boolean>) => {
    while (!(await check())) await immediate(); // time stands still, so nobody can sleep
  };

  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told: string[] = [];
  const opening = [1, 2].map(() => open(url, (sentence) => void told.push(sentence)));
  await until(async () => (await migrating()).length === 2);
  const before = await migrating();
  t.mock.timers.tick(5 * 60_000);
  const stores = await Promise.all(opening);
  t.after(() => Promise.all(stores.map((store) => store.close())));
  assert.equal(told.length, 2);
  assert.match(told[0] ?? '', /\/test_\w+ is being brought up to date/);
  for (const store of stores) await assert.rejects(store.check(), isUnavailable);
  assert.deepEqual(await migrating(), before);

  await another.query('SELECT pg_advisory_unlock_all()');
  const isReady = (store: EventStore) =>
    store.check().then(
      () => true,
      () => false,
    );
  for (const store of stores) await until(() => isReady(store));
  assert.deepEqual(await ask(url, 'SELECT version FROM schema_version'), [{ version: SCHEMA_VERSION }]);
});

test('a service that ends while it waits for a migration lets go of it', async (t) => {
  const url = await emptyDatabase(t);
  const another = new Client(url);
  await another.connect();
  t.after(() => another.end());
  await another.query(`SELECT pg_advisory_lock(${LOCKS.schema})`);
  const told: string[] = [];
  const store = await open(url, (sentence) => void told.push(sentence));
  assert.match(told[0] ?? '', /is being brought up to date/);
  await store.close();
  await eventually(async () => {
    const { rows } = await another.query(
      'SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    assert.equal(rows.length, 0);
  });
});

test('a database of a newer program is refused in words, and left as it is', async (t) => {
  const url = await emptyDatabase(t);
  await (await open(url)).close();
  await ask(url, `UPDATE schema_version SET version = ${SCHEMA_VERSION + 1}`);
  await assert.rejects(open(url), /cannot be opened: it has schema version .*start a newer Signalbox/);
  assert.deepEqual(await ask(url, 'SELECT version FROM schema_version'), [{ version: SCHEMA_VERSION + 1 }]);
});

test('a database of version 1 keeps its events, and finds them by the time of their reports', async (t) => {
  const url = await emptyDatabase(t);
  const at = Date.parse('2026-11-22T03:00:00.000Z');
  const distances = [0, ...Array.from({ length: 24 }, (_none, step) => 30_000 * 2 ** step)];
  const times = distances.flatMap((distance) =>
    [-1, 0, 1].flatMap((more) => [
      { reportedAt: at, changedAt: at + distance + more },
      { reportedAt: at, changedAt: at - distance - more },
    ]),
  );
  const first = Date.parse('0000-02-29T00:00:00.000Z');
  times.push({ reportedAt: first, changedAt: first + 366 * 86_400_000 });
  const text = (time: number) => `'${new Date(time).toISOString()}'`;
  await ask(url, SCHEMA);
  await ask(
    url,
    `INSERT INTO schema_version (version) VALUES (1);
     INSERT INTO followed (seq) VALUES (0);
     INSERT INTO feed (epoch, last_seq, tidied_seq, dropped_seq) VALUES ('5a5a5a5a', 0, 0, 0);
     INSERT INTO events (row, id, source, key, status, message, state, diverged, first_reported_at, reported_at, received_at,
       reports, late, changed_at, changed_by, overrides, worst, failing_since, version, made_by_own_id, words)
     SELECT row, 'id-' || row, 'a', 'key-' || row, 2, 'pump leaks', 'open', false, reported_at, reported_at, reported_at,
       1, false, changed_at, 'source a', 0, 2, 0, 1, false, 'pump leaks'
     FROM (VALUES ${times.map(({ reportedAt, changedAt }, row) => `(${row}, ${text(reportedAt)}, ${text(changedAt)})`).join()})
       AS made (row, reported_at, changed_at)`,
  );

  const store = await openPostgresStore(url);
  t.after(() => store.close());
  const lags = await ask<{ lag: number }>(url, 'SELECT lag FROM events ORDER BY row');
  assert.deepEqual(
    lags.map(({ lag }) => lag),
    times.map(({ reportedAt, changedAt }) => lagOf(changedAt, reportedAt)),
  );
  const isoOf = (time: number) => new Date(time).toISOString();
  const found = await listOf(store, { filter: { from: isoOf(at), to: isoOf(at + 1) }, limit: 500 });
  assert.equal(found.events.length, times.length - 1);
  const oldest = await listOf(store, { filter: { to: isoOf(first + 1) } });
  assert.equal(oldest.events.length, 1);
});

test('what will never do is told in one sentence that names the database, and not the password', async (t) => {
  const url = new URL(await emptyDatabase(t));
  url.password = 'secret';
  const isTold = (pattern: RegExp) => (error: unknown) =>
    error instanceof Error && pattern.test(error.message) && !error.message.includes('secret');
  const missing = new URL(url);
  missing.pathname = '/missing';
  await assert.rejects(
    open(missing.href),
    isTold(/^The database 127\.0\.0\.1:\d+\/missing cannot be opened: /),
  );
  const stranger = new URL(url);
  stranger.username = 'stranger';
  await assert.rejects(open(stranger.href), isTold(/cannot be opened: role "stranger" does not exist/));
});

test('a database that cannot hold every text is refused', async (t) => {
  const server = await sharedPostgres(15);
  const url = new URL(await freshDatabase(t, server));
  await administer(
    server,
    "CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'",
  );
  url.pathname = '/ascii';
  await assert.rejects(
    open(url.href),
    /ascii cannot be opened: its encoding is SQL_ASCII, and Signalbox needs UTF8/,
  );
});

test('everything is written with the guarantees that an answer stands for', async (t) => {
  const url = await emptyDatabase(t);
  const name = new URL(url).pathname.slice(1);
  await ask(url, `ALTER DATABASE ${name} SET synchronous_commit = off`);
  await ask(url, `ALTER DATABASE ${name} SET default_transaction_isolation = serializable`);
  const database = openPools(url, RUNNING);
  t.after(() => database.close());
  const [warning] = await prepareDatabase(database);
  assert.match(warning ?? '', /synchronous_commit = off by default: Signalbox sets it to on/);
  for (const pool of [database.writers, database.readers]) {
    const { rows } = await pool.query<{ synchronous_commit: string }>('SHOW synchronous_commit');
    assert.equal(rows[0]?.synchronous_commit, 'on');
    const isolation = await pool.query<{ transaction_isolation: string }>('SHOW transaction_isolation');
    assert.equal(isolation.rows[0]?.transaction_isolation, 'read committed');
  }
});

test('a server that does not wait for the disk is warned of', async (t) => {
  const server = await startPostgres({ version: 18, settings: { fsync: 'off' } });
  t.after(() => server.stop());
  const told: string[] = [];
  const store = await open(await freshDatabase(t, server), (sentence) => void told.push(sentence));
  await store.close();
  assert.match(told.join('\n'), /runs with fsync = off: what is acknowledged can be lost/);
});
