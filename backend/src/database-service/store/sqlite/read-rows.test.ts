import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { readRows } from './read-rows.ts';

test('statements are kept, and of more than have room those that were used last', (t) => {
  const db = new DatabaseSync(':memory:');
  t.after(() => db.close());
  const prepare = t.mock.method(db, 'prepare');
  const ask = (number: number) => readRows(db, `SELECT ${number}, ?`, ['x']);
  for (let number = 0; number < 256; number += 1) assert.deepEqual(ask(number), [[number, 'x']]);
  ask(0);
  assert.equal(prepare.mock.callCount(), 256, 'there was room for all of them');
  ask(256);
  ask(0);
  assert.equal(prepare.mock.callCount(), 257, 'what was used lately stays');
  assert.deepEqual(ask(1), [[1, 'x']]);
  assert.equal(
    prepare.mock.callCount(),
    258,
    'what was not used for the longest time went, and is prepared anew',
  );
});

test('a statement that is kept answers also after the schema has changed', (t) => {
  const db = new DatabaseSync(':memory:');
  t.after(() => db.close());
  db.exec("ATTACH ':memory:' AS idx; CREATE TABLE idx.some (a); INSERT INTO idx.some VALUES (1)");
  const ask = () => readRows(db, 'SELECT * FROM idx.some', []);
  assert.deepEqual(ask(), [[1]]);
  db.exec("DETACH idx; ATTACH ':memory:' AS idx; CREATE TABLE idx.some (a); INSERT INTO idx.some VALUES (2)");
  assert.deepEqual(ask(), [[2]]);
});
