import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { listOf } from '../../../../test/support/list-of.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const report = (key: string) => {
  const time = SYSTEM_CONTEXT.now();
  return { kind: 'report', report: { source: 'a', key, status: 'error', message: 'x', time } } as const;
};

async function storeInFile(t: TestContext) {
  const file = path.join(await temporaryFolder(t), 'events.db');
  return { file, store: openSqliteEventStore(file, SYSTEM_CONTEXT) };
}

test('a page, an event and a health check are answered while a commit is held up', async (t) => {
  const { file, store } = await storeInFile(t);
  t.after(() => store.close());
  const [made] = await store.apply([report('before')]);
  const holder = new DatabaseSync(file);
  t.after(() => holder.isOpen && holder.close());
  holder.exec('BEGIN IMMEDIATE'); // nobody else can write now
  let isWritten = false;
  const written = store.apply([report('held up')]).then(() => (isWritten = true));

  const page = await listOf(store);
  assert.deepEqual(
    page.events.map(({ key }) => key),
    ['before'],
  );
  assert.ok(made?.kind === 'receipt' && (await store.readEvent(made.id)));
  await store.check();
  assert.equal(isWritten, false);

  holder.exec('COMMIT');
  await written;
  assert.equal((await listOf(store)).events.length, 2);
});

test('a store that is closed has written what it was asked before, and puts its log away', async (t) => {
  const { file, store } = await storeInFile(t);
  const written = store.apply([report('asked')]);
  await store.close();
  assert.equal((await written)[0]?.kind, 'receipt');
  assert.equal(existsSync(`${file}-wal`), false);
});

test('a write that the database refuses is not pretended: the health check fails until one succeeds', async (t) => {
  const { file, store } = await storeInFile(t);
  t.after(() => store.close());
  const holder = new DatabaseSync(file);
  t.after(() => holder.close());
  holder.exec('BEGIN IMMEDIATE');
  const unavailable = { code: 'unavailable' };
  await assert.rejects(store.apply([report('x')]), unavailable);
  await assert.rejects(store.check(), unavailable);
  holder.exec('COMMIT');
  await store.check();
});
