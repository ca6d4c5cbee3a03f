import assert from 'node:assert/strict';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import type { EventReport } from '@signalbox/contracts';
import { eventually } from '../../../../../test/support/eventually.ts';
import { listOf } from '../../../../../test/support/list-of.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { openSqliteEventStore } from '../sqlite-event-store.ts';
import { prepareFollow } from './follow-journal.ts';
import { connectFollower, indexFileOf, renewIndex } from './open-index.ts';

const NOW = '2026-11-22T03:00:00.000Z';
const EVENTS = 600;

async function openedStore(t: TestContext) {
  const file = path.join(await temporaryFolder(t), 'events.db');
  const store = openSqliteEventStore(file, { now: () => NOW });
  const send = async (from: number, count: number) => {
    const reports = Array.from({ length: count }, (_none, n) => reportOf(from + n));
    const results = await store.apply(reports.map((report) => ({ kind: 'report', report })));
    assert.ok(results.every(({ kind }) => kind === 'receipt'));
  };
  return { file, store, send };
}

const reportOf = (n: number) =>
  ({
    source: `plaza-${n % 7}`,
    key: `key-${n}`,
    status: 'error',
    message: `pump number ${n} lost`,
    time: NOW,
  }) satisfies EventReport;

test('a bite that finds no room is undone whole, and done when there is room', async (t) => {
  const { file, store, send } = await openedStore(t);
  await send(0, EVENTS);
  await store.close();
  const index = indexFileOf(file);
  const { epoch } = readOne(file, 'SELECT epoch FROM feed');
  renewIndex(index, String(epoch));
  const db = connectFollower(index, file);
  t.after(() => db.close());
  const follow = prepareFollow(db);
  follow(100);
  const before = contents(db);

  db.exec(`PRAGMA max_page_count = ${Number(db.prepare('PRAGMA page_count').get()?.['page_count'])}`);
  assert.throws(() => follow(EVENTS), /full/);
  assert.throws(() => follow(EVENTS), /full/);
  assert.deepEqual(contents(db), before);

  db.exec('PRAGMA max_page_count = 1000000');
  assert.equal(follow(EVENTS).indexedSeq, EVENTS);
  assert.deepEqual(contents(db), { placed: EVENTS, words: EVENTS, sums: EVENTS, reports: EVENTS });
});

/** How many events, words and reports the index tells of. */
function contents(db: DatabaseSync) {
  const count = (sql: string) => Number(db.prepare(sql).get()?.['count']);
  return {
    placed: count('SELECT count(*) AS count FROM placed'),
    words: count("SELECT count(*) AS count FROM event_words WHERE event_words MATCH 'pump'"),
    sums: count(
      "SELECT sum(count) AS count FROM name_sums JOIN names ON names.id = name_sums.name AND kind = 's'",
    ),
    reports: count('SELECT sum(count) AS count FROM source_reports WHERE width = 1'),
  };
}

test('while the index cannot write, reports are taken, answers say how old they are, and it goes on by itself', async (t) => {
  const { file, store, send } = await openedStore(t);
  t.after(() => store.close());
  const ofSource = () => listOf(store, { filter: { source: ['plaza-1'] } });
  await send(0, 70);
  await eventually(() => assert.equal(store.indexBehind?.(), 0));
  const before = await ofSource();
  assert.equal(before.events.length, 10);

  // Whatever keeps the index from writing, it meets as it meets a full disk: it is told, and tries again.
  const warned = t.mock.method(process, 'emitWarning', () => undefined);
  const held = new DatabaseSync(indexFileOf(file));
  held.exec('BEGIN IMMEDIATE');
  await send(70, 70);
  await eventually(() => assert.ok(warned.mock.callCount() > 0));
  assert.match(String(warned.mock.calls[0]?.arguments[0]), /cannot go on, and is tried again/);
  assert.equal(store.indexBehind?.(), 70);
  const meanwhile = await ofSource();
  assert.deepEqual([meanwhile.events.length, meanwhile.cursor], [10, before.cursor]);
  const forget = async () => {
    await store.forgetBefore('2027-01-01T00:00:00.000Z', 1_000);
    return readOne(file, 'SELECT tidied_seq FROM feed')['tidied_seq'];
  };
  assert.equal(await forget(), 70, 'what the index has not read is kept for it');

  held.exec('ROLLBACK');
  held.close();
  await eventually(() => assert.equal(store.indexBehind?.(), 0));
  assert.equal((await ofSource()).events.length, 20);
  assert.equal(await forget(), 140);
  const told = warned.mock.calls.map(({ arguments: [what] }) => String(what));
  assert.ok(told.every((what) => !what.includes('made anew')));
});

function readOne(file: string, sql: string): Record<string, unknown> {
  const db = new DatabaseSync(file, { readOnly: true });
  const row = db.prepare(sql).get();
  db.close();
  return row ?? {};
}
