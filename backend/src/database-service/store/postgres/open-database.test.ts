import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCutProxy } from '../../../../test/support/cut-proxy.ts';
import { freshDatabase } from '../../../../test/support/postgres/fresh-database.ts';
import { sharedPostgres } from '../../../../test/support/postgres/shared-postgres.ts';
import { openPools, RUNNING } from './open-database.ts';
import { isUnreachable } from './postgres-errors.ts';

test('a server that says nothing any more is given up, and the next question goes out on another connection', async (t) => {
  const url = new URL(await freshDatabase(t, await sharedPostgres(18)));
  const proxy = await startCutProxy(t, Number(url.port));
  url.port = String(proxy.port);
  const silenceMost = 200;
  const database = openPools(url.href, { ...RUNNING, silenceMost });
  t.after(() => database.close());
  for (const pool of [database.readers, database.writers]) {
    // Several connections: each of them finds it out by itself.
    const asked = Array.from({ length: 4 }, () => pool.query('SELECT pg_sleep(0.1)'));
    await Promise.all(asked);
    await pool.query('SELECT');
    proxy.forgetAll('swallows');
    const idle = pool.idleCount;
    assert.ok(idle > 0);
    for (let lost = 0; lost < idle; lost += 1) await assert.rejects(pool.query('SELECT'), isUnreachable);
    assert.equal((await pool.query('SELECT')).command, 'SELECT');
  }
});
