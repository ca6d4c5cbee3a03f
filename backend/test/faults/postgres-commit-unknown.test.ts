import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Client } from 'pg';
import { ProblemError } from '../../src/service-kit/problem.ts';
import type { ReportWrite } from '../../src/database-service/store/event-store.ts';
import { SYSTEM_CONTEXT } from '../../src/database-service/system-context.ts';
import { startCutProxy } from '../support/cut-proxy.ts';
import { eventually } from '../support/eventually.ts';
import { openPostgresStore } from '../support/open-postgres-store.ts';
import { freshDatabase } from '../support/postgres/fresh-database.ts';
import { sharedPostgres } from '../support/postgres/shared-postgres.ts';

const isUnavailable = (error: unknown) => error instanceof ProblemError && error.code === 'unavailable';

/** What a batch sends in one message with its COMMIT. */
const BEFORE_COMMIT = 'NOTIFY';

const report = (id: string): ReportWrite => ({
  kind: 'report',
  report: {
    id,
    source: 'plaza-north',
    key: `lane-${id}`,
    status: 'error',
    message: 'Barrier',
    time: SYSTEM_CONTEXT.now(),
  },
});

async function storeBehindProxy(t: TestContext) {
  const direct = await freshDatabase(t, await sharedPostgres(15));
  const url = new URL(direct);
  const proxy = await startCutProxy(t, Number(url.port));
  url.port = String(proxy.port);
  const store = await openPostgresStore(url.href);
  t.after(() => store.close());
  const client = new Client(direct);
  await client.connect();
  t.after(() => client.end());
  const entries = async () => (await client.query('SELECT FROM journal')).rowCount;
  return { store, proxy, entries };
}

describe('a connection to PostgreSQL that is lost at COMMIT', () => {
  const writes = ['one', 'two', 'three'].map(report);

  it('is answered with 503, and what is sent again is known where it had been written', async (t) => {
    const { store, proxy, entries } = await storeBehindProxy(t);
    const cut = proxy.cutAt(BEFORE_COMMIT, 'answered');
    await assert.rejects(store.apply(writes), isUnavailable);
    await cut;
    const again = await eventually(() => store.apply(writes));
    assert.deepEqual(
      again.map((result) => result.kind === 'receipt' && result.result),
      ['duplicate', 'duplicate', 'duplicate'],
    );
    assert.equal(await entries(), 3);
  });

  it('and is written where it had not been', async (t) => {
    const { store, proxy, entries } = await storeBehindProxy(t);
    const cut = proxy.cutAt(BEFORE_COMMIT, 'before');
    await assert.rejects(store.apply(writes), isUnavailable);
    await cut;
    const again = await eventually(() => store.apply(writes));
    assert.deepEqual(
      again.map((result) => result.kind === 'receipt' && result.result),
      ['created', 'created', 'created'],
    );
    assert.equal(await entries(), 3);
  });
});
