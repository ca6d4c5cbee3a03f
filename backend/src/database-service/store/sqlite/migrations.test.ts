import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { openDatabase } from './open-database.ts';
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
  const list = { filter: {}, sort: '-changedAt', limit: 50, withAttributes: true } as const;
  const before = await first.listEvents(list);
  await first.close();
  const second = openSqliteEventStore(file, SYSTEM_CONTEXT);
  assert.deepEqual(await second.listEvents(list), before);
  await second.close();
});

test('everything is written with the guarantees that an answer stands for', async (t) => {
  const database = openDatabase(path.join(await temporaryFolder(t), 'events.db'));
  t.after(() => database.close());
  const setting = (name: string) => database.writer.prepare(`PRAGMA ${name}`).get()?.[name];
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
