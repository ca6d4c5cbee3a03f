import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Client } from 'pg';
import { ProblemError } from '../../src/service-kit/problem.ts';
import type { EventStore, ReportWrite, WriteResult } from '../../src/database-service/store/event-store.ts';
import { LOCKS } from '../../src/database-service/store/postgres/locks.ts';
import { SYSTEM_CONTEXT } from '../../src/database-service/system-context.ts';
import { eventually } from '../support/eventually.ts';
import { openPostgresStore } from '../support/open-postgres-store.ts';
import { freshDatabase } from '../support/postgres/fresh-database.ts';
import { sharedPostgres } from '../support/postgres/shared-postgres.ts';

const report = (more: Partial<ReportWrite['report']> = {}): ReportWrite => ({
  kind: 'report',
  report: {
    source: 'plaza-north',
    key: 'lane-07',
    status: 'error',
    message: 'Barrier does not answer',
    time: SYSTEM_CONTEXT.now(),
    ...more,
  },
});

async function world(t: TestContext) {
  const url = await freshDatabase(t, await sharedPostgres(15));
  const open = async (): Promise<EventStore> => {
    const store = await openPostgresStore(url);
    t.after(() => store.close());
    await store.apply([{ kind: 'tick', eventId: 'nobody' }]); // its connection is there before anybody's patience counts
    return store;
  };
  const session = async () => {
    const client = new Client(url);
    client.on('error', () => undefined);
    await client.connect();
    t.after(() => client.end());
    return client;
  };
  return { open, session };
}

const resultsOf = (results: readonly WriteResult[]) =>
  results.map((result) => (result.kind === 'receipt' ? result.result : result.kind));

/** Waits until somebody, or so many, wait for a lock that another session holds. */
async function somebodyWaits(session: Client, atLeast = 1): Promise<void> {
  await eventually(async () => {
    const { rows } = await session.query<{ waiting: number }>(
      "SELECT count(*)::integer AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
    );
    assert.ok((rows[0]?.waiting ?? 0) >= atLeast);
  });
}

describe('somebody who holds what a write on PostgreSQL needs', () => {
  it('the lock of the feed, for too long: 503, and everything goes on when it is free', async (t) => {
    const { open, session } = await world(t);
    const store = await open();
    const stalled = await session();
    await stalled.query('BEGIN');
    await stalled.query(`SELECT pg_advisory_xact_lock(${LOCKS.feed})`);
    await assert.rejects(
      store.apply([report({ id: 'one' })]),
      (error) => error instanceof ProblemError && error.code === 'unavailable',
    );
    await assert.rejects(store.check(), /cannot be reached/);
    await stalled.query('ROLLBACK');
    assert.deepEqual(resultsOf(await store.apply([report({ id: 'one' })])), ['created']);
    await store.check();
  });

  it('a row, for a moment: the write waits, and is done', async (t) => {
    const { open, session } = await world(t);
    const store = await open();
    await store.apply([report()]);
    const other = await session();
    await other.query('BEGIN');
    await other.query('SELECT FROM events FOR UPDATE');
    const written = store.apply([report({ status: 'ok' })]);
    await somebodyWaits(await session());
    await other.query('ROLLBACK');
    assert.deepEqual(resultsOf(await written), ['updated']);
  });

  it('rows in another order: who is chosen to end the circle does its work again', async (t) => {
    const { open, session } = await world(t);
    const store = await open();
    await store.apply([report({ key: 'a' }), report({ key: 'b' })]);
    const other = await session();
    await other.query('BEGIN');
    await other.query("SELECT FROM events WHERE key = 'b' FOR UPDATE");
    const written = store.apply([report({ key: 'a', status: 'ok' }), report({ key: 'b', status: 'ok' })]);
    await somebodyWaits(await session());
    await other.query("SELECT FROM events WHERE key = 'a' FOR UPDATE").catch(() => undefined);
    await other.query('ROLLBACK');
    assert.deepEqual(resultsOf(await written), ['updated', 'updated']);
  });

  it('the same new event, made at the same time by two services: one makes it, the other comes after', async (t) => {
    const { open, session } = await world(t);
    const [first, second] = [await open(), await open()];
    const stalled = await session();
    await stalled.query('BEGIN');
    await stalled.query(`SELECT pg_advisory_xact_lock(${LOCKS.feed})`);
    // Both have looked, and seen no such event, before either can commit.
    const both = [first, second].map((store) =>
      store.apply([report({ id: 'same' }), report({ id: 'same' })]),
    );
    await eventually(async () => {
      const { rows } = await stalled.query<{ waiting: number }>(
        "SELECT count(*)::integer AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
      );
      assert.equal(rows[0]?.waiting, 2);
    });
    await stalled.query('ROLLBACK');
    const results = (await Promise.all(both)).map(resultsOf).toSorted();
    assert.deepEqual(results, [
      ['created', 'duplicate'],
      ['duplicate', 'duplicate'],
    ]);
  });

  for (const ownFirst of [true, false]) {
    it(`one report, sent to two services under two keys, ${ownFirst ? 'its own' : 'another'} first: it is applied once`, async (t) => {
      const { open, session } = await world(t);
      const [first, second] = [await open(), await open()];
      const own = [report({ id: 'r-1', key: 'r-1' }), report({ key: 'beside' })];
      const other = [report({ id: 'r-2' }), report({ id: 'r-1' })];
      const [stalled, look] = [await session(), await session()];
      await stalled.query('BEGIN');
      await stalled.query(`SELECT pg_advisory_xact_lock(${LOCKS.feed})`);
      // Both have looked, and seen no such report, before either can commit.
      const leading = first.apply(ownFirst ? own : other);
      await somebodyWaits(look);
      const following = second.apply(ownFirst ? other : own);
      await somebodyWaits(look, 2);
      await stalled.query('ROLLBACK');
      assert.deepEqual(resultsOf(await leading), ['created', ownFirst ? 'created' : 'repeated']);
      assert.deepEqual(
        resultsOf(await following),
        ownFirst ? ['created', 'duplicate'] : ['duplicate', 'created'],
      );
      const { rows } = await look.query(
        "SELECT count(*)::integer AS count FROM journal WHERE report_id = 'r-1'",
      );
      assert.deepEqual(rows, [{ count: 1 }]);
    });
  }

  it('an event that another service made after our look, and that only a report sent again leads to: nobody overwrites it', async (t) => {
    const { open, session } = await world(t);
    const [one, two] = [await open(), await open()];
    const { time } = report().report;
    const about = (key: string, more: Partial<ReportWrite['report']> = {}) => report({ key, time, ...more });
    await one.apply([about('held')]);
    const [row, feed, look] = [await session(), await session(), await session()];
    await row.query('BEGIN');
    await row.query("SELECT FROM events WHERE key = 'held' FOR UPDATE");
    // Looks for the events, waits for the row, and then finds the report that was applied meanwhile.
    const again = one.apply([about('held'), about('new', { id: 'r-1' }), about('new', { id: 'r-2' })]);
    await somebodyWaits(look);
    await two.apply([about('new', { id: 'r-1' })]);
    await feed.query('BEGIN');
    await feed.query(`SELECT pg_advisory_xact_lock(${LOCKS.feed})`);
    const meanwhile = two.apply([about('new', { id: 'r-3', status: 'warning' })]);
    await somebodyWaits(look, 2);
    await row.query('COMMIT');
    await somebodyWaits(look, 2);
    await feed.query('COMMIT');
    assert.deepEqual(resultsOf(await meanwhile), ['updated']);
    assert.deepEqual(resultsOf(await again), ['repeated', 'duplicate', 'updated']);
    const { rows } = await look.query("SELECT reports, version FROM events WHERE key = 'new'");
    assert.deepEqual(rows, [{ reports: 3, version: 3 }]);
  });

  it('a write that the database refuses spoils none of its neighbours', async (t) => {
    const { open, session } = await world(t);
    const store = await open();
    const other = await session();
    await other.query("ALTER TABLE events ADD CHECK (key <> 'bad')");
    const results = await store.apply([
      report({ key: 'one' }),
      report({ key: 'bad' }),
      report({ key: 'two' }),
    ]);
    assert.deepEqual(resultsOf(results), ['created', 'failed', 'created']);
    const { rows } = await other.query<{ keys: string[] }>(
      'SELECT array_agg(key ORDER BY seq) AS keys FROM journal JOIN events ON events.row = journal.event_row',
    );
    assert.deepEqual(rows[0]?.keys, ['one', 'two']);
  });
});
