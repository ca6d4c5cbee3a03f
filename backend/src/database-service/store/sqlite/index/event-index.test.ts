import assert from 'node:assert/strict';
import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { SORTS, type EventFilter, type EventPage, type Sort } from '@signalbox/contracts';
import { eventually } from '../../../../../test/support/eventually.ts';
import { listOf, readPage } from '../../../../../test/support/list-of.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { ProblemError } from '../../../../service-kit/problem.ts';
import { fillWithEverything, filtersOf } from '../../contract/filters.contract.ts';
import { keysOf, numbered, storeWorld } from '../../contract/store-world.ts';
import type { EventStore, StoreContext } from '../../event-store.ts';
import { READ_BOUNDS, type ReadBounds } from '../find-events.ts';
import { prepareListEvents } from '../list-events.ts';
import { openSqliteEventStore } from '../sqlite-event-store.ts';
import { openEventIndex } from './event-index.ts';
import { prepareFollow } from './follow-journal.ts';
import { attachIndex, connectFollower, indexFileOf, renewIndex } from './open-index.ts';

const NOW = '2026-11-22T03:00:00.000Z';

/** A closed database full of everything, and what its index answered. */
async function closedDatabase(t: TestContext) {
  const file = path.join(await temporaryFolder(t), 'events.db');
  const world = await storeWorld(t, async (_t, context) => openSqliteEventStore(file, context));
  await fillWithEverything(world);
  const now = world.time();
  const answers = await answersOf(world.store, now);
  await world.store.close();
  return { file, index: indexFileOf(file), answers, now, time: world.time };
}

/** Everything that the index alone can tell. */
async function answersOf(store: EventStore, now: string) {
  const filters: EventFilter[] = [
    { source: ['plaza-north'] },
    { q: 'barrier' },
    { from: '2026-11-01T00:00:00.000Z' },
  ];
  const pages = filters.map((filter) => listOf(store, { filter, limit: 500 }));
  const summaries = filters.map((filter) =>
    store.summarize({ filter, histogramFrom: '2026-10-01T00:00:00.000Z', histogramTo: now, buckets: 60 }),
  );
  return { pages: await Promise.all(pages), summaries: await Promise.all(summaries) };
}

const context = (now: string): Pick<StoreContext, 'now'> => ({ now: () => now });

test('an index that is missing, broken, of another version, another database or the future is made anew', async (t) => {
  const { file, index, answers, now } = await closedDatabase(t);
  const change = (sql: string) => () => {
    const db = new DatabaseSync(index);
    db.exec(sql);
    db.close();
  };
  const damages: Record<string, () => void> = {
    missing: () => rmSync(index),
    'not a database': () =>
      writeFileSync(index, 'This is no database, but a text of some length. '.repeat(99)),
    'cut short': () => truncateSync(index, 20_000),
    'of another version': change('PRAGMA user_version = 999'),
    'of another database': change("UPDATE index_state SET epoch = 'deadbeef'"),
    'of the same database with another past': change("UPDATE index_state SET indexed_at = '1999'"),
    'from the future': change('UPDATE index_state SET indexed_seq = 1000000'),
    'left behind': change('UPDATE index_state SET indexed_seq = 100'),
  };
  for (const [what, damage] of Object.entries(damages)) {
    damage();
    const store = openSqliteEventStore(file, context(now));
    try {
      await eventually(async () => assert.deepEqual(await answersOf(store, now), answers, what));
    } finally {
      await store.close();
    }
  }
});

test('an index that is found broken while it is read is made anew, and asked again it answers', async (t) => {
  const { file } = await closedDatabase(t);
  const reader = new DatabaseSync(file, { readOnly: true });
  const index = openEventIndex(file, reader);
  t.after(() => index.close().finally(() => reader.close()));
  await eventually(() => assert.equal(index.behind(), 0));
  const broken = Object.assign(new Error('database disk image is malformed'), { errcode: 11 });
  const read = () =>
    index.read(() => {
      throw broken;
    });
  assert.throws(read, (error) => error instanceof ProblemError && error.code === 'unavailable');
  await eventually(async () => {
    await index.caughtUp();
    assert.equal(index.behind(), 0);
  });
  const count = () => Number(reader.prepare('SELECT count(*) AS n FROM idx.placed').get()?.['n']);
  assert.ok(index.read(count) > 0);
});

test('what followed half a bite when it was killed follows it again', async (t) => {
  const { file, index, answers, now } = await closedDatabase(t);
  renewIndex(index, epochOf(file));
  const killed = connectFollower(index, file);
  prepareFollow(killed)(50);
  killed.exec(
    "BEGIN; DELETE FROM placed WHERE row % 2 = 0; INSERT INTO names (name, kind) VALUES ('half', 's')",
  );
  killed.close(); // what a kill leaves: a transaction without its end
  const store = openSqliteEventStore(file, context(now));
  t.after(() => store.close());
  await eventually(async () => assert.deepEqual(await answersOf(store, now), answers));
});

test('a read waits for an index that is a little behind, and for no other', async (t) => {
  const { file, index } = await closedDatabase(t);
  for (const [waitedForMost, isWaitedFor] of [
    [1_000_000, true],
    [0, false],
  ] as const) {
    renewIndex(index, epochOf(file));
    const reader = new DatabaseSync(file, { readOnly: true });
    const opened = openEventIndex(file, reader, waitedForMost);
    const behind = opened.behind();
    assert.ok(behind > 0);
    await opened.caughtUp();
    assert.equal(opened.behind(), isWaitedFor ? 0 : behind);
    await opened.close();
    reader.close();
  }
});

test('far behind, it answers as of its own place in the feed', async (t) => {
  const { file, index } = await closedDatabase(t);
  renewIndex(index, epochOf(file));
  const db = connectFollower(index, file);
  const follow = prepareFollow(db);
  const reader = new DatabaseSync(file, { readOnly: true });
  attachIndex(reader, index);
  t.after(() => reader.close());
  t.after(() => db.close());
  const list = prepareListEvents(reader);
  const ask = (filter: EventFilter) =>
    readPage(list({ filter, sort: 'changedAt', limit: 500, withAttributes: false }));
  const filter = { to: '2027-01-01T00:00:00.000Z' };
  assert.deepEqual([ask(filter).events.length, ask(filter).cursor.split('-')[1]], [0, '0']);
  follow(7);
  assert.equal(ask(filter).cursor.split('-')[1], '7');
  const few = ask(filter).events.length;
  assert.ok(few > 0 && few <= 7, `${few} events`);
  assert.ok(Number(ask({}).cursor.split('-')[1]) > 7, 'what needs no index is never behind');
});

test('few events or many, read whole or by an index in their order: the pages are the same', async (t) => {
  const { file, index, time } = await closedDatabase(t);
  const reader = new DatabaseSync(file, { readOnly: true });
  attachIndex(reader, index);
  t.after(() => reader.close());
  const asItIs = walker(reader, READ_BOUNDS);
  const asMany = walker(reader, { ...READ_BOUNDS, fewAtMost: 0 });
  const inShort = walker(reader, { entries: 20, fewAtMost: 0 });
  for (const filter of filtersOf({ time })) {
    for (const sort of SORTS) {
      const expected = asItIs(filter, sort, false);
      for (const [name, walk] of Object.entries({ asMany, inShort })) {
        assert.deepEqual(walk(filter, sort, false), expected, JSON.stringify({ filter, sort, name }));
        assert.deepEqual(walk(filter, sort, true), expected, JSON.stringify({ filter, sort, name, back: 1 }));
      }
    }
  }
});

/** All pages, in order, from the start or from the end. */
function walker(db: DatabaseSync, bounds: ReadBounds) {
  const list = prepareListEvents(db, bounds);
  return (filter: EventFilter, sort: Sort, backwards: boolean): string[] => {
    const pages: string[][] = [];
    let page: string | null = backwards ? 'last' : null;
    do {
      const asked = { filter, sort, limit: 23, withAttributes: false, ...(page !== null && { page }) };
      const answer: EventPage = readPage(list(asked));
      pages.push(keysOf(answer));
      page = backwards ? answer.previous : answer.next;
      assert.ok(pages.length < 500, 'every page comes further than the one before');
    } while (page !== null);
    return backwards ? [...new Set(pages.reverse().flat())] : pages.flat();
  };
}

test('what the journal forgot is counted all the same when the index is made anew', async (t) => {
  const file = path.join(await temporaryFolder(t), 'events.db');
  const report = { source: 'a', key: 'b', status: 'error', message: 'c', time: NOW } as const;
  const first = openSqliteEventStore(file, context(NOW));
  for (const _ of numbered(5)) await first.apply([{ kind: 'report', report }]);
  const summary = (store: EventStore) =>
    store.summarize({
      filter: { source: ['a'] },
      histogramFrom: '2026-11-22T02:59:00.000Z',
      histogramTo: '2026-11-22T03:01:00.000Z',
      buckets: 2,
    });
  const before = await summary(first);
  assert.equal(before.histogram[1]?.error, 5);
  await first.forgetBefore('2027-01-01T00:00:00.000Z', 1_000);
  await first.apply([{ kind: 'report', report }]);
  await first.close();
  rmSync(indexFileOf(file));
  forgottenByVersion2(file, 10);
  const second = openSqliteEventStore(file, context(NOW));
  try {
    await eventually(async () => assert.equal((await summary(second)).histogram[1]?.error, 16));
  } finally {
    await second.close();
  }
});

/** As many more reports of the same minute as a database of version 2 had forgotten. */
function forgottenByVersion2(file: string, count: number): void {
  const db = new DatabaseSync(file);
  db.prepare('INSERT INTO forgotten_reports SELECT source, minute, status, ? FROM forgotten_minutes').run(
    count,
  );
  db.close();
}

function epochOf(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  const epoch = String(db.prepare('SELECT epoch FROM feed').get()?.['epoch']);
  db.close();
  return epoch;
}
