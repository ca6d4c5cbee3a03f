import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { ChangesAnswer } from '@signalbox/contracts';
import { Client } from 'pg';
import { changesJson } from '../../src/database-service/store/changes-page.ts';
import type { EventStore, ReportWrite } from '../../src/database-service/store/event-store.ts';
import { LOCKS } from '../../src/database-service/store/postgres/locks.ts';
import { SYSTEM_CONTEXT } from '../../src/database-service/system-context.ts';
import { eventually } from '../support/eventually.ts';
import { openPostgresStore } from '../support/open-postgres-store.ts';
import { freshDatabase } from '../support/postgres/fresh-database.ts';
import { sharedPostgres } from '../support/postgres/shared-postgres.ts';

const report = (key: string, more: Partial<ReportWrite['report']> = {}): ReportWrite => ({
  kind: 'report',
  report: { source: 'a', key, status: 'error', message: 'x', time: SYSTEM_CONTEXT.now(), ...more },
});

async function world(t: TestContext) {
  const url = await freshDatabase(t, await sharedPostgres(15));
  const open = async () => {
    const store = await openPostgresStore(url);
    t.after(() => store.close());
    return store;
  };
  const client = new Client(url);
  client.on('error', () => undefined);
  await client.connect();
  t.after(() => client.end());
  return { stores: [await open(), await open()] as const, client, url };
}

async function changesAfter(store: EventStore, after: string, limit = 500): Promise<ChangesAnswer> {
  const page = await store.readChanges({ filter: {}, after, limit, mode: 'all' });
  return JSON.parse(changesJson(page).toString()) as ChangesAnswer;
}

/** Reads on, page by page, and keeps what it got, as a consumer does. */
class Consumer {
  readonly seen: { seq: number; key: string; version: number }[] = [];
  private cursor = '0';
  private readonly stores: readonly EventStore[];

  constructor(...stores: readonly EventStore[]) {
    this.stores = stores;
  }

  async readOn(): Promise<number> {
    const store = this.stores[this.seen.length % this.stores.length] as EventStore;
    const { entries, cursor } = await changesAfter(store, this.cursor, 7);
    this.seen.push(...entries.map(({ seq, version, event }) => ({ seq, version, key: event.key })));
    this.cursor = cursor;
    return entries.length;
  }
}

describe('the feed of two services on one PostgreSQL', () => {
  it('gives a consumer every entry once and in the order of commits, whoever writes what at once', async (t) => {
    const { stores, client } = await world(t);
    await client.query("ALTER TABLE events ADD CHECK (key <> 'refused')");
    const consumer = new Consumer(...stores);
    let isWriting = true;
    const consuming = (async () => {
      while (isWriting) await consumer.readOn();
      while ((await consumer.readOn()) > 0);
    })();
    const statuses = ['ok', 'warning', 'error'] as const;
    const write = async (store: EventStore, writer: number) => {
      for (let round = 0; round < 25; round += 1) {
        // Ever the same few events, in batches of different sizes: some are made at once, some fail and are rolled back.
        const count = 1 + ((writer * 7 + round * 3) % 20);
        const batch = Array.from({ length: count }, (_none, index) =>
          report(`key-${(writer + round * index) % 40}`, { status: statuses[(round + index) % 3] ?? 'ok' }),
        );
        await store.apply(round % 10 === writer ? [...batch, report('refused')] : batch);
      }
    };
    await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map((writer) => write(stores[writer % 2] ?? stores[0], writer)),
    );
    isWriting = false;
    await consuming;

    const { rows } = await client.query<{ seq: string }>('SELECT seq FROM journal ORDER BY seq');
    assert.ok(rows.length > 500);
    assert.deepEqual(
      consumer.seen.map(({ seq }) => seq),
      rows.map(({ seq }) => Number(seq)),
    );
    const versions = new Map<string, number>();
    for (const { key, version } of consumer.seen) {
      assert.ok(
        version >= (versions.get(key) ?? 0),
        `${key} went back from ${versions.get(key)} to ${version}`,
      );
      versions.set(key, version);
    }
  });

  it('shows nothing of what wrote first and commits last, until it is committed', async (t) => {
    const { stores, client } = await world(t);
    const [slow, fast] = stores;
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(${LOCKS.feed})`);
    const waiting = [slow.apply([report('slow-1'), report('slow-2')]), fast.apply([report('fast')])];
    await eventually(async () => {
      const { rows } = await client.query<{ waiting: number }>(
        "SELECT count(*)::integer AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
      );
      assert.equal(rows[0]?.waiting, 2);
    });
    const { cursor, entries } = await changesAfter(fast, '0');
    assert.deepEqual(entries, []);
    await client.query('ROLLBACK');
    await Promise.all(waiting);
    const after = await changesAfter(slow, cursor);
    assert.deepEqual(
      after.entries.map(({ seq }) => seq),
      [1, 2, 3],
    );
  });

  it('wakes who waits at one service for what is written at the other', async (t) => {
    const { stores } = await world(t);
    let woken = 0;
    stores[0].watch(() => (woken += 1));
    await eventually(() => assert.ok(woken > 0, 'it looks when it starts'));
    const before = woken;
    await stores[1].apply([report('one')]);
    await eventually(() => assert.ok(woken > before));
  });

  it('wakes again when the connection that listens was lost', async (t) => {
    const { stores, client } = await world(t);
    let woken = 0;
    stores[0].watch(() => (woken += 1));
    await eventually(() => assert.ok(woken > 0));
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'signalbox' AND datname = current_database()",
    );
    const before = woken;
    await eventually(() => stores[1].apply([report('one')]));
    await eventually(() => assert.ok(woken > before));
  });
});
