import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseAddress } from './config.ts';

test('the address of the database names a file or a PostgreSQL', () => {
  assert.deepEqual(databaseAddress('sqlite:/data/events.db'), { engine: 'sqlite', file: '/data/events.db' });
  for (const url of [
    'postgres://signalbox@127.0.0.1:5432/signalbox',
    'postgresql://user:p%40ss@db.example/events?sslmode=require',
    'postgres:///events?host=/var/run/postgresql',
  ]) {
    assert.deepEqual(databaseAddress(url), { engine: 'postgres', url });
  }
});

test('a wrong address is refused in one sentence with an example, and without what may be a password', () => {
  for (const url of [
    'postgers://signalbox:secret@127.0.0.1/signalbox',
    'postgres://signalbox:secret@127.0.0.1',
    'postgres://signalbox:sec@ret#@127.0.0.1/signalbox',
    'postgres://127.0.0.1/a/b?password=secret',
    'mysql://root:secret@127.0.0.1/x',
    'events.db',
    'sqlite:',
  ]) {
    assert.throws(
      () => databaseAddress(url),
      (error) =>
        error instanceof Error &&
        /^SIGNALBOX_DATABASE_URL must .*such as /.test(error.message) &&
        !/sec|ret/.test(error.message.replace('refused', '')),
      url,
    );
  }
});
