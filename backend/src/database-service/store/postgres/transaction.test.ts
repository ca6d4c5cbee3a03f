import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PoolClient } from 'pg';
import { freshDatabase } from '../../../../test/support/postgres/fresh-database.ts';
import { sharedPostgres } from '../../../../test/support/postgres/shared-postgres.ts';
import { openPools, RUNNING } from './open-database.ts';
import { isUnreachable } from './postgres-errors.ts';
import { inTransaction } from './transaction.ts';

test('a transaction that did not begin does nothing, and its connection is not used again', async (t) => {
  const database = openPools(await freshDatabase(t, await sharedPostgres(18)), RUNNING);
  t.after(() => database.close());
  const { writers } = database;
  await writers.query('CREATE TABLE kept (n integer)');
  const cancelled = (client: PoolClient): void => {
    const query = client.query.bind(client) as (text: string) => Promise<unknown>;
    const instead = (text: string) => query(text === 'BEGIN' ? 'SELECT 1 / 0' : text);
    Object.assign(client, { query: instead });
  };
  writers.once('acquire', cancelled);
  const write = () =>
    inTransaction(writers, async (db) => {
      await db.query('SELECT');
      await db.query('INSERT INTO kept VALUES (1)');
    });
  await assert.rejects(write(), isUnreachable);
  await write();
  const { rows } = await writers.query('SELECT * FROM kept');
  assert.deepEqual(rows, [{ n: 1 }]);
});
