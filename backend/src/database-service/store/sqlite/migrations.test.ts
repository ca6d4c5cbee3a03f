import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { EventFilter } from '@signalbox/contracts';
import { listOf } from '../../../../test/support/list-of.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { connectWriter, openDatabase } from './open-database.ts';
import { SCHEMA } from './schema.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

test('a database of a newer program is refused in words, and left as it is', async (t) => {
  const file = path.join(await temporaryFolder(t), 'events.db');
  openDatabase(file).close();
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  assert.throws(() => openDatabase(file), /events\.db cannot be opened: .*start a newer Signalbox/);
  assert.equal(db.prepare('PRAGMA user_version').get()?.['user_version'], SCHEMA_VERSION + 1);
  db.close();
});

test('a database that was opened before keeps its events and its epoch', async (t) => {
  const file = path.join(await temporaryFolder(t), 'events.db');
  const report = {
    source: 'a',
    key: 'b',
    status: 'error',
    message: 'c',
    time: SYSTEM_CONTEXT.now(),
  } as const;
  const first = openSqliteEventStore(file, SYSTEM_CONTEXT);
  await first.apply([{ kind: 'report', report }]);
  const whole = { withAttributes: true };
  const before = await listOf(first, whole);
  await first.close();
  const second = openSqliteEventStore(file, SYSTEM_CONTEXT);
  assert.deepEqual(await listOf(second, whole), before);
  await second.close();
});

test('a database of version 1 keeps its events, its histories and its sums', async (t) => {
  const file = path.join(await temporaryFolder(t), 'events.db');
  const db = new DatabaseSync(file);
  db.exec(SCHEMA);
  db.exec(`
    PRAGMA user_version = 1;
    INSERT INTO feed (epoch, last_seq, tidied_seq, dropped_seq) VALUES ('5a5a5a5a', 1, 0, 0);
    INSERT INTO events (id, source, key, status, message, state, diverged, first_reported_at, reported_at, received_at,
      reports, late, changed_at, changed_by, overrides, worst, failing_since, version, made_by_own_id)
    SELECT '019aa3f2-0000-7000-8000-000000000000', 'a', 'b', 2, 'pump leaks', 'open', 0, t, t, t, 1, 0, t, 'source a', 0, 2, 0, 1, 0
    FROM (SELECT '2026-11-22T03:00:30.000Z' AS t);
    INSERT INTO event_words (rowid, words) VALUES (1, 'a b leaks pump');
    INSERT INTO journal (seq, event_row, at, action, actor, status, state, version, message, reported_at)
    SELECT 1, row, changed_at, 'reported', changed_by, status, state, 1, message, reported_at FROM events;
    INSERT INTO event_sums VALUES ('', 'open', 2, 0, 1), ('a', 'open', 2, 0, 1);
    INSERT INTO report_sums SELECT unixepoch('2026-11-22T03:00:00Z') / 60, source, 2, 1
    FROM (SELECT '' AS source UNION SELECT 'a')`);
  db.close();

  const store = openSqliteEventStore(file, SYSTEM_CONTEXT);
  t.after(() => store.close());
  const listed = async (filter: EventFilter) =>
    (await listOf(store, { filter })).events.map(({ key }) => key);
  for (const filter of [{}, { source: ['a'] }, { q: 'leaks' }]) assert.deepEqual(await listed(filter), ['b']);
  for (const filter of [{}, { source: ['a'] }]) {
    const { total, exact, cursor, histogram } = await store.summarize({
      filter,
      histogramFrom: '2026-11-22T03:00:00.000Z',
      histogramTo: '2026-11-22T03:01:00.000Z',
      buckets: 1,
    });
    assert.deepEqual({ total, exact, cursor }, { total: 1, exact: true, cursor: '5a5a5a5a-1' });
    assert.equal(histogram[0]?.error, 1);
  }
  const history = await store.readJournal('019aa3f2-0000-7000-8000-000000000000', {
    limit: 10,
    foldRepeats: true,
  });
  assert.equal(history?.entries[0]?.message, 'pump leaks');
});

test('everything is written with the guarantees that an answer stands for', async (t) => {
  const db = connectWriter(path.join(await temporaryFolder(t), 'events.db'));
  t.after(() => db.close());
  const setting = (name: string) => db.prepare(`PRAGMA ${name}`).get()?.[name];
  assert.equal(setting('journal_mode'), 'wal');
  assert.equal(setting('synchronous'), 2, 'FULL');
});

test('what is no database, or cannot be reached, is told in one sentence that names the file', async (t) => {
  const folder = await temporaryFolder(t);
  const noDatabase = path.join(folder, 'text.db');
  await writeFile(
    noDatabase,
    'This is no database, but a text that is long enough to be read as one. '.repeat(20),
  );
  assert.throws(() => openDatabase(noDatabase), /text\.db cannot be opened: file is not a database/);
  const belowFile = path.join(noDatabase, 'events.db');
  assert.throws(() => openDatabase(belowFile), /events\.db cannot be opened: ENOTDIR|EEXIST/);
});
