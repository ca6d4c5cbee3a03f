import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Client } from 'pg';
import { ProblemError } from '../../src/service-kit/problem.ts';
import type { ReportWrite } from '../../src/database-service/store/event-store.ts';
import { SYSTEM_CONTEXT } from '../../src/database-service/system-context.ts';
import { eventually } from '../support/eventually.ts';
import { openPostgresStore } from '../support/open-postgres-store.ts';
import { freshDatabase } from '../support/postgres/fresh-database.ts';
import { sharedPostgres } from '../support/postgres/shared-postgres.ts';
import { startDatabaseService } from '../support/start-database-service.ts';

/** When the server refuses: as it journals, or when all is said and it should commit. */
const MOMENTS = { journal: 'BEFORE INSERT', commit: 'AFTER INSERT' } as const;
type Moment = keyof typeof MOMENTS;

/** What it says as a person's own administrator would hear it; the codes are those of PostgreSQL. */
interface Refusal {
  readonly code: string;
  readonly at: Moment;
  /** So many times, and then no more. */
  readonly times: number;
}

/** A trigger says what the server itself would. A sequence counts, as it forgets nothing when a transaction is rolled back. */
const refuse = ({ code, at, times }: Refusal): string => `
  CREATE SEQUENCE refusals;
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('refusals') <= ${times} THEN RAISE 'no' USING ERRCODE = '${code}'; END IF;
      RETURN NEW;
    END $$;
  CREATE ${at === 'commit' ? 'CONSTRAINT' : ''} TRIGGER refusing ${MOMENTS[at]} ON journal
    ${at === 'commit' ? 'DEFERRABLE INITIALLY DEFERRED' : ''} FOR EACH ROW EXECUTE FUNCTION refuse();`;

async function world(t: TestContext) {
  const url = await freshDatabase(t, await sharedPostgres(15));
  const administrator = new Client(url);
  await administrator.connect();
  t.after(() => administrator.end());
  const store = await openPostgresStore(url);
  t.after(() => store.close());
  const count = async (what: string) => {
    const { rows } = await administrator.query<{ count: number }>(`SELECT (${what})::integer AS count`);
    return rows[0]?.count;
  };
  return { store, url, administrator, count };
}

const report = (id: string): ReportWrite => ({
  kind: 'report',
  report: { id, key: id, source: 'plaza-north', status: 'error', message: 'x', time: SYSTEM_CONTEXT.now() },
});
const FOREVER = 1_000_000;

describe('a batch that PostgreSQL rolls back', () => {
  for (const at of ['journal', 'commit'] as const) {
    for (const code of ['40001', '40P01', '55P03']) {
      it(`with ${code} at the ${at} is done again, and answered once it is done`, async (t) => {
        const { store, administrator, count } = await world(t);
        await administrator.query(refuse({ code, at, times: 3 }));
        const results = await store.apply([report('one')]);
        assert.deepEqual(
          results.map((result) => result.kind === 'receipt' && [result.result, result.seq]),
          [['created', await count('SELECT last_seq FROM feed')]],
        );
        assert.equal(await count('SELECT last_value FROM refusals'), 4);
        assert.equal(await count('SELECT count(*) FROM journal'), 1);
      });
    }

    it(`again and again at the ${at} is answered with 503 in the end, and nothing of it is kept`, async (t) => {
      const { store, administrator, count } = await world(t);
      await administrator.query(refuse({ code: '40001', at, times: FOREVER }));
      await assert.rejects(
        store.apply([report('one')]),
        (error) => error instanceof ProblemError && error.code === 'unavailable',
      );
      assert.equal(await count('SELECT last_value FROM refusals'), 10);
      assert.equal(await count('SELECT count(*) FROM events'), 0);
    });
  }
});

describe('a PostgreSQL whose disk is full', () => {
  for (const at of ['journal', 'commit'] as const) {
    it(`at the ${at}: nothing is acknowledged or kept, all can be read, and it heals`, async (t) => {
      const { url, administrator, count } = await world(t);
      const service = await startDatabaseService(t, { databaseUrl: url });
      const send = async (...ids: string[]) =>
        fetch(`${service.url}/v1/reports`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(ids.map((id) => ({ id, status: 'error', message: 'disk full' }))),
        });
      const ask = async (path: string) => (await fetch(`${service.url}${path}`)).status;
      assert.equal((await send('before')).status, 200);
      await administrator.query(refuse({ code: '53100', at, times: FOREVER }));

      const refused = await send('one', 'two');
      assert.equal(refused.status, 507);
      assert.match(((await refused.json()) as { type: string }).type, /out-of-space/);
      assert.equal(await count('SELECT count(*) FROM events'), 1);
      assert.equal(await count('SELECT last_value FROM refusals'), 1, 'what cannot work is not tried again');
      assert.equal(await ask('/v1/events'), 200);
      assert.equal(await ask('/livez'), 200);

      await administrator.query('DROP TRIGGER refusing ON journal');
      await eventually(async () => assert.equal(await ask('/readyz'), 200));
      const { counts } = (await (await send('one', 'two')).json()) as { counts: { created: number } };
      assert.equal(counts.created, 2);
    });
  }
});
