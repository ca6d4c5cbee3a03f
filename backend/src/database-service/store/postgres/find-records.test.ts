import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../../../test/support/eventually.ts';
import { POSTGRES_VERSIONS } from '../../../../test/support/postgres/binaries.ts';
import { openPostgresStore } from '../../../../test/support/open-postgres-store.ts';
import { administer, freshDatabase } from '../../../../test/support/postgres/fresh-database.ts';
import { sharedPostgres } from '../../../../test/support/postgres/shared-postgres.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import type { Write } from '../event-store.ts';

const BATCH = 1_000;

const batch = (which: number, size: number): Write[] =>
  Array.from({ length: size }, (_none, index) => ({
    kind: 'report',
    report: {
      source: 'a',
      key: `${which}-${index}`,
      id: `report-${which}-${index}`,
      status: 'error',
      message: 'x',
      time: SYSTEM_CONTEXT.now(),
    },
  }));

for (const version of POSTGRES_VERSIONS) {
  test(`a plan made while PostgreSQL ${version} had no events is not kept when one source fills it`, async (t) => {
    const server = await sharedPostgres(version);
    const url = await freshDatabase(t, server);
    const store = await openPostgresStore(url);
    for (let which = 0; which < 6; which += 1) await store.apply(batch(which, which === 0 ? 1 : BATCH));
    await store.close();
    const name = new URL(url).pathname.slice(1);
    await eventually(async () => {
      // What a connection did is told when it ends.
      const read = await administer(
        server,
        `SELECT sum(idx_scan)::integer AS looks, sum(idx_tup_read)::integer AS entries FROM pg_stat_user_indexes
         WHERE indexrelname IN ('events_by_source', 'events_key_source_key')`,
        name,
      );
      const { looks, entries } = read[0] as { looks: number; entries: number };
      assert.ok(looks >= 5 * BATCH, `${looks} looks`);
      assert.ok(entries < looks * 10, `${entries} entries read in ${looks} looks`);
    });
  });
}
