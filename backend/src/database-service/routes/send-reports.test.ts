import assert from 'node:assert/strict';
import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import type { EventPage, Receipt, ReportsAnswer } from '@signalbox/contracts';
import { databaseServiceApp } from '../../../test/support/database-service-app.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { exchange, post } from '../../../test/support/exchange.ts';
import { buildDatabaseService } from '../app.ts';
import type { EventStore } from '../store/event-store.ts';

const report = (key: string, more: object = {}) => ({
  source: 'a',
  key,
  id: `${key}/1`,
  status: 'error',
  message: 'x',
  ...more,
});
const many = (count: number) => Array.from({ length: count }, (_none, index) => report(`key-${index}`));
const lines = (reports: readonly object[]) => reports.map((one) => `${JSON.stringify(one)}\n`).join('');
const NDJSON = { 'content-type': 'application/x-ndjson' };

test('gives each report of a large body its receipt, in order, and knows all of them again', async (t) => {
  const { url } = await databaseServiceApp(t);
  const reports = many(2_500);
  const first = (await exchange(url, post('/v1/reports', reports))).json() as ReportsAnswer;
  assert.equal(first.counts.created, 2_500);
  assert.deepEqual(
    first.receipts.map(({ index }) => index),
    reports.map((_report, index) => index),
  );
  const again = (await exchange(url, post('/v1/reports', reports))).json() as ReportsAnswer;
  assert.equal(again.counts.duplicate, 2_500);
  assert.deepEqual(
    again.receipts.map(({ id }) => id),
    first.receipts.map(({ id }) => id),
  );
});

test('takes lines as they come, and answers with counts and what was rejected', async (t) => {
  const { url } = await databaseServiceApp(t);
  const reports = [...many(3_000), { foo: 1 }, ...many(10)];
  const answer = (await exchange(url, post('/v1/reports', lines(reports), NDJSON))).json() as ReportsAnswer;
  assert.deepEqual(answer.counts, {
    created: 3_000,
    updated: 0,
    repeated: 0,
    late: 0,
    duplicate: 10,
    rejected: 1,
  });
  assert.deepEqual(
    answer.receipts.map(({ index, pointer }) => [index, pointer]),
    [[3_000, '#/3000/foo']],
  );
});

test('streams receipts while lines are still being sent', async (t) => {
  const { url } = await databaseServiceApp(t);
  const sent = request(`${url}/v1/reports?receipts=all`, { method: 'POST', headers: NDJSON });
  t.after(() => sent.destroy());
  sent.write(lines([report('one')]));
  const answer = await new Promise<IncomingMessage>((resolve) => sent.once('response', resolve));
  const received = createInterface(answer)[Symbol.asyncIterator]();
  const next = async () =>
    JSON.parse(String((await received.next()).value)) as Partial<Receipt & ReportsAnswer>;
  assert.deepEqual(
    [(await next()).result, answer.headers['content-type']],
    ['created', 'application/x-ndjson'],
  );
  sent.write('nope\n');
  assert.equal((await next()).result, 'rejected');
  sent.end(lines([report('one')]));
  assert.equal((await next()).result, 'duplicate');
  assert.equal((await next()).counts?.rejected, 1);
});

test('streams errors only, when asked', async (t) => {
  const { url } = await databaseServiceApp(t);
  const { text } = await exchange(
    url,
    post('/v1/reports?receipts=errors', lines([report('a'), {}, report('b')]), NDJSON),
  );
  const told = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Partial<Receipt & ReportsAnswer>);
  assert.deepEqual(
    told.map(({ index }) => index),
    [1, undefined],
  );
  assert.equal(told[1]?.counts?.created, 2);
});

test('keeps what was sent before the sender broke off', async (t) => {
  const { url, store } = await databaseServiceApp(t);
  const sent = request(`${url}/v1/reports`, { method: 'POST', headers: NDJSON });
  sent.on('error', () => undefined);
  sent.write(lines(many(10)));
  await eventually(async () => assert.equal((await store.summarize({ filter: {}, buckets: 1 })).total, 10));
  sent.destroy();
  assert.equal((await exchange(url, { path: '/livez' })).status, 200);
});

test('refuses with 503 and a time to come back when too much waits', async (t) => {
  const { url } = await databaseServiceApp(t, { queueBound: { items: 50, bytes: 1_000_000 } });
  const bodies = Array.from({ length: 20 }, (_none, body) =>
    many(40).map((one) => ({ ...one, id: `${one.id}/${body}` })),
  );
  const answers = await Promise.all(bodies.map((body) => exchange(url, post('/v1/reports', body))));
  const statuses = answers.map(({ status }) => status);
  assert.ok(statuses.includes(200));
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    assert.deepEqual([answer.status, answer.headers['retry-after']], [503, '1']);
  }
  const page = (await exchange(url, { path: '/v1/events?limit=500' })).json() as EventPage;
  assert.equal(page.events.length, 40);
});

test('lines that were let in wait while the engine is busy, and arrays are told to come back', async (t) => {
  const engine = heldEngine();
  const queueBound = { items: 50, bytes: 1_000_000 };
  const app = await buildDatabaseService({ store: engine.store, queueBound, logLevel: 'silent' });
  t.after(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const sent = request(`${url}/v1/reports`, { method: 'POST', headers: NDJSON });
  t.after(() => sent.destroy());
  const answered = new Promise<IncomingMessage>((resolve) => sent.once('response', resolve));
  sent.write(lines(many(40)));
  await eventually(() => assert.equal(engine.given(), 40));
  sent.end(lines(many(40)));

  const refused = await exchange(url, post('/v1/reports', many(40)));
  assert.deepEqual([refused.status, refused.headers['retry-after']], [503, '1']);
  engine.release();
  const answer = (await json(await answered)) as ReportsAnswer;
  assert.equal(answer.counts.created, 80);
});

/** A store that writes when it is told to. */
function heldEngine() {
  const released = Promise.withResolvers<void>();
  let given = 0;
  const nothing = async () => Promise.reject(new Error('is not asked here'));
  const store: EventStore = {
    async apply(writes) {
      given += writes.length;
      await released.promise;
      return writes.map(() => ({ kind: 'receipt', result: 'created', id: 'e', seq: 1, version: 1 }));
    },
    watch: () => undefined,
    listEvents: nothing,
    readEvent: nothing,
    readJournal: nothing,
    summarize: nothing,
    readChanges: nothing,
    dueHolds: async () => [],
    forgetBefore: async () => false,
    check: nothing,
    close: async () => undefined,
  };
  return { store, given: () => given, release: () => released.resolve() };
}
