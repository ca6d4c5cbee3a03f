import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Client } from 'pg';
import { LOCKS } from '../../src/database-service/store/postgres/locks.ts';
import { startCutProxy, type CutProxy } from '../support/cut-proxy.ts';
import { httpApiEvent } from '../support/lambda/http-events.ts';
import { count, databaseFunctions, type DatabaseFunctionsOptions } from '../support/lambda/lambda-world.ts';
import {
  allFailed,
  queueEvent,
  queueRecord,
  SENT_AT,
  type TestRecord,
} from '../support/lambda/queue-events.ts';

const failing = (key?: string) => ({
  source: 'plaza-north',
  ...(key && { key }),
  status: 'error',
  message: 'secret',
});

async function world(t: TestContext, options: DatabaseFunctionsOptions = {}) {
  const { databaseUrl, reportQueue } = await databaseFunctions(t, options);
  const client = new Client(databaseUrl);
  const take = async (records: readonly TestRecord[], timeoutMs?: number) => {
    const { answer, failure } = await reportQueue.invoke(queueEvent(...records), timeoutMs);
    return failure ?? answer;
  };
  return { reportQueue, client, take, count: (what: string) => count(databaseUrl, what) };
}

/** More than a batch takes on a busy machine, and less than anything in the database waits for. */
const KILLED_AFTER_MS = 1_500;
const KILLED = { errorType: 'Runtime.ExitError', errorMessage: '' };

const EVENTS = 'SELECT count(*) FROM events';
const ENTRIES = 'SELECT count(*) FROM journal';

describe('a batch of the report queue', () => {
  it('fails in those messages alone that are rejected or unreadable, and says why, but not what they said', async (t) => {
    const { take, count, reportQueue } = await world(t);
    const good = [queueRecord(failing()), queueRecord([failing('a'), failing('b')]), queueRecord([])];
    const bad = {
      unreadable: queueRecord('{"status":"error"'),
      twice: queueRecord('{"status":"ok","status":"error","message":"secret"}'),
      wrong: queueRecord({ ...failing(), status: 'secret' }),
      inPart: queueRecord([failing('c'), { ...failing('d'), secret: 1 }, failing('e')]),
      nothing: queueRecord(''),
    };
    const records = [
      good[0],
      bad.unreadable,
      bad.twice,
      good[1],
      bad.wrong,
      bad.inPart,
      bad.nothing,
      good[2],
    ];
    const batch = records.filter((one) => one !== undefined);
    const expected = allFailed(bad.unreadable, bad.twice, bad.nothing, bad.wrong, bad.inPart);
    for (const attempt of ['first', 'second']) {
      assert.deepEqual(await take(batch), expected, attempt);
      assert.equal(await count(EVENTS), 5, 'the good reports beside a bad one are taken');
      assert.equal(await count(ENTRIES), 5);
    }
    assert.equal(await count('SELECT count(DISTINCT at) FROM journal'), 1, 'in one commit');

    const log = reportQueue.instances.map((instance) => instance.log()).join('');
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      lines.slice(0, 5).map(({ messageId }) => ({ itemIdentifier: messageId })),
      expected.batchItemFailures,
    );
    const { level, received, reason, pointer } =
      lines.find(({ messageId }) => messageId === bad.inPart.messageId) ?? {};
    assert.deepEqual(
      { level, received, reason, pointer },
      { level: 40, received: '1', reason: 'is not known here', pointer: '#/1/secret' },
    );
    assert.doesNotMatch(log.replaceAll('/secret', ''), /secret/);
  });

  it('knows a report without an id by its message, and takes the time of the queue for its own', async (t) => {
    const { take, client } = await world(t);
    const [single, array] = [
      queueRecord(failing('single')),
      queueRecord([failing('x'), { ...failing('y'), id: 'own' }]),
    ];
    assert.deepEqual(await take([single, array]), allFailed());
    assert.deepEqual(await take([array, single]), allFailed());
    await client.connect();
    const { rows } = await client.query(
      'SELECT key, reports, report_id, events.reported_at AS at FROM events JOIN journal ON event_row = row ORDER BY key',
    );
    await client.end();
    const taken = { reports: 1, at: SENT_AT };
    assert.deepEqual(rows, [
      { key: 'single', report_id: single.messageId, ...taken },
      { key: 'x', report_id: `${array.messageId}/0`, ...taken },
      { key: 'y', report_id: 'own', ...taken },
    ]);
  });

  it('is not taken for one when it is something else', async (t) => {
    const { reportQueue, take } = await world(t);
    const { failure } = await reportQueue.invoke(httpApiEvent({ path: '/livez' }));
    assert.match(
      failure?.errorMessage ?? '',
      /^The event is not a batch of an SQS queue\. It has: version, /,
    );
    assert.deepEqual(await take([queueRecord(failing())]), allFailed());
    assert.equal(reportQueue.instances.length, 1);
  });
});

const batchOf = (first: TestRecord) => [
  first,
  ...Array.from({ length: 30 }, (_none, lane) => queueRecord(failing(`lane-${lane}`))),
];

describe('a function whose time is over in mid-batch', () => {
  for (const [moment, hold] of Object.entries({
    'before anything is written': "SELECT FROM events WHERE key = 'lane-0' FOR UPDATE",
    'while its entries wait for the feed': `SELECT pg_advisory_xact_lock(${LOCKS.feed})`,
  })) {
    it(`${moment} has written nothing, and the whole batch again doubles nothing`, async (t) => {
      const { take, client, count, reportQueue } = await world(t);
      const first = queueRecord(failing('lane-0'));
      assert.deepEqual(await take([first]), allFailed());
      const batch = batchOf(first);

      await client.connect();
      await client.query('BEGIN');
      await client.query(hold);
      const killed = await take(batch, KILLED_AFTER_MS);
      await client.query('ROLLBACK');
      await client.end();
      assert.deepEqual(killed, KILLED);

      assert.deepEqual(await take(batch), allFailed());
      assert.deepEqual(await take(batch), allFailed());
      assert.equal(await count(ENTRIES), 31);
      assert.equal(await count('SELECT sum(reports) FROM events'), 31);
      assert.equal(reportQueue.instances.length, 2);
    });
  }

  it('after the commit, which it never heard of, has written all: the whole batch again doubles nothing', async (t) => {
    let proxy: CutProxy | undefined;
    const through = async (port: number) => (proxy = await startCutProxy(t, port)).port;
    const { take, count } = await world(t, { through });
    const first = queueRecord(failing('lane-0'));
    assert.deepEqual(await take([first]), allFailed());
    const batch = batchOf(first);

    const committed = proxy?.cutAt('NOTIFY', 'unheard');
    assert.deepEqual(await take(batch, KILLED_AFTER_MS), KILLED);
    await committed;
    assert.equal(await count(ENTRIES), 31);
    assert.deepEqual(await take(batch), allFailed());
    assert.equal(await count(ENTRIES), 31);
    assert.equal(await count('SELECT sum(reports) FROM events'), 31);
  });
});
