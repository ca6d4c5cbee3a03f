import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPostgresStore } from '../../../../test/support/open-postgres-store.ts';
import { administer, freshDatabase } from '../../../../test/support/postgres/fresh-database.ts';
import { sharedPostgres } from '../../../../test/support/postgres/shared-postgres.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';

const MINUTE = 60_000;
const REPEATS = 120;

test('a repeat costs no index anything, except where a noisy event comes to another lag', async (t) => {
  const server = await sharedPostgres(18);
  const url = await freshDatabase(t, server);
  let clock = Date.now();
  const now = () => new Date(clock).toISOString();
  const store = await openPostgresStore(url, { ...SYSTEM_CONTEXT, now });
  const report = { source: 'plaza-north', key: 'lane-07', status: 'error', message: 'Barrier' } as const;
  for (let repeat = 0; repeat <= REPEATS; repeat += 1, clock += MINUTE) {
    await store.apply([{ kind: 'report', report: { ...report, time: now() } }]);
  }
  await store.close(); // a connection tells what it did when it ends

  const [updates] = (await administer(
    server,
    "SELECT n_tup_upd::int AS all, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE relname = 'events'",
    new URL(url).pathname.slice(1),
  )) as [{ all: number; hot: number }];
  assert.equal(updates.all, REPEATS);
  // After one minute, two, three, five, nine, 17, 33 and 65; and where somebody reads just then, so that no old version can make room.
  const others = updates.all - updates.hot;
  assert.ok(others >= 8 && others <= 16, `${others} updates wrote to the indexes`);
});
