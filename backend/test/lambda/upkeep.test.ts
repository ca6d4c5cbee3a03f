import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { EventPage, JournalPage, OperationalEvent, ReportsAnswer, Summary } from '@signalbox/contracts';
import { Client } from 'pg';
import { eventually } from '../support/eventually.ts';
import { httpApiEvent } from '../support/lambda/http-events.ts';
import { ask, databaseFunctions, report, type DatabaseFunctions } from '../support/lambda/lambda-world.ts';
import { suiteScope } from '../support/suite-scope.ts';

/** What the schedule of the deployment sends. */
const UPKEEP = { signalbox: 'upkeep' };
/** Still to come when the command is there, on a busy machine too. */
const LATER_MS = 1_500;
const failing = {
  source: 'plaza-north',
  key: 'lane-07',
  status: 'error',
  message: 'Barrier does not answer',
};

describe('the upkeep, called by a schedule', () => {
  const scope = suiteScope();
  let world: DatabaseFunctions;
  let client: Client;
  before(async () => {
    world = await databaseFunctions(scope);
    client = new Client(world.databaseUrl);
    await client.connect();
  });
  after(() => client.end());

  const read = async <Body>(path: string, query = '') =>
    (await ask(world.databaseService, httpApiEvent({ path, query }))).json<Body>();
  const sends = async (...reports: readonly object[]) =>
    (await ask(world.databaseService, report(reports))).json<ReportsAnswer>().receipts;
  const upkeep = async () =>
    assert.deepEqual((await world.databaseService.invoke(UPKEEP)).answer, { isDone: true });
  const number = async (sql: string) =>
    Number(Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0]);
  /** Completes it until a time, and comes back when that has passed. */
  const passesOn = async (id: string) => {
    const holdUntil = new Date(Date.now() + LATER_MS).toISOString();
    const event = httpApiEvent({
      method: 'POST',
      path: `/v1/events/${id}/complete`,
      headers: { 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ hold: 'until-time', holdUntil }),
    });
    assert.equal((await ask(world.databaseService, event)).json<OperationalEvent>().state, 'completed');
    await eventually(() => assert.ok(Date.now() > Date.parse(holdUntil)));
  };

  it('ends a hold that has passed, and until then the event stands as it was', async () => {
    const [{ id = '' } = {}] = await sends({ ...failing, key: 'held' });
    await passesOn(id);
    assert.equal((await read<EventPage>('/v1/events', `state=completed&id=${id}`)).events.length, 1);
    await upkeep();
    assert.equal((await read<OperationalEvent>(`/v1/events/${id}`)).state, 'open');
    const { entries } = await read<JournalPage>(`/v1/events/${id}/journal`);
    assert.equal(entries[0]?.rule, 'until-time.passed');
  });

  it('is not needed by the next report on such an event: that ends the hold first', async () => {
    const [{ id = '' } = {}] = await sends(failing);
    await passesOn(id);
    await sends({ ...failing, message: 'Still' });
    const { entries } = await read<JournalPage>(`/v1/events/${id}/journal`);
    assert.deepEqual(
      entries.map(({ action }) => action),
      ['reported', 'reopened', 'completed', 'reported'],
    );
  });

  it('brings the sums by source forward, and until then readers add what is missing', async () => {
    const reports = Array.from({ length: 40 }, (_none, lane) => ({ ...failing, key: `lane-${lane}` }));
    await sends(...reports.map((one) => ({ ...one, source: 'gantry-114' })));
    const total = async () => (await read<Summary>('/v1/summary', 'source=gantry-114')).total;
    const behind = () => number('SELECT last_seq - seq FROM feed, followed');
    assert.equal(await total(), 40);
    assert.ok((await behind()) >= 40, 'nothing follows by itself');
    await upkeep();
    assert.equal(await behind(), 0);
    assert.equal(await total(), 40);
  });

  it('forgets identities and repeats after their days', async () => {
    const own = { ...failing, key: 'forgotten' };
    await sends({ ...own, id: 'r-1' }, { ...own, id: 'r-2' }, { ...own, id: 'r-3' });
    const entries = () => number("SELECT count(*) FROM journal WHERE report_id LIKE 'r-%'");
    await upkeep();
    assert.equal(await entries(), 3);
    await client.query("UPDATE journal SET at = '2026-01-01T00:00:00.000Z'");
    await upkeep();
    assert.equal(await entries(), 1, 'the repeats are gone');
    assert.equal((await sends({ ...own, id: 'r-1' }))[0]?.result, 'repeated', 'and so is what was known');
  });
});
