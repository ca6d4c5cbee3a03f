import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DATABASE_API,
  openApiDocument,
  type OperationalEvent,
  type ReportsAnswer,
} from '@signalbox/contracts';
import { Compile } from 'typebox/compile';
import { databaseServiceApp } from '../../test/support/database-service-app.ts';
import { eventually } from '../../test/support/eventually.ts';
import { exchange, post } from '../../test/support/exchange.ts';
import { buildDatabaseService } from './app.ts';
import type { EventStore } from './store/event-store.ts';
import { SYSTEM_CONTEXT } from './system-context.ts';

const EVENT = '019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11';
const report = { source: 'a', key: 'b', status: 'error', message: 'disk full' };

test('every call that is described is served, and no other', async (t) => {
  const { app } = await databaseServiceApp(t);
  const described = Object.values(DATABASE_API.operations);
  for (const { method, path } of described) {
    const url = path.replace('{id}', ':id');
    assert.ok(app.hasRoute({ method, url }), `${method} ${path}`);
  }
  const listed = new Set(described.map(({ path }) => path.replace('{id}', ':id')));
  const served = pathsOf(app.printRoutes({ commonPrefix: false, includeHooks: false }));
  assert.deepEqual(new Set(served.filter((path) => !path.startsWith('/docs'))), listed);
});

/** The whole paths of a tree of routes: each level is drawn four characters further in. */
function pathsOf(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods] = /^([\s│]*)[├└]── (\S+)( \(.*\))?$/.exec(line) ?? [];
    above.splice(indent.length / 4, Infinity, part);
    return methods === undefined ? [] : [above.join('')];
  });
}

test('answers fit their description', async (t) => {
  const { url } = await databaseServiceApp(t);
  const { receipts } = (await exchange(url, post('/v1/reports', report))).json() as ReportsAnswer;
  const id = receipts[0]?.id ?? '';
  for (const [name, { method, path, answers }] of Object.entries(DATABASE_API.operations)) {
    const schema = answers[200]?.content?.['application/json'];
    if (method !== 'GET' || schema === undefined) continue;
    const { status, text, json } = await exchange(url, { path: path.replace('{id}', id) });
    assert.equal(status, 200, name);
    assert.ok(Compile(schema).Check(json()), `${name}: ${text}`);
  }
  assert.deepEqual(
    (await exchange(url, { path: '/openapi.json' })).json(),
    JSON.parse(JSON.stringify(openApiDocument(DATABASE_API))),
  );
  await assertDocs(url);
  assert.match(
    (await exchange(url, { path: '/metrics' })).text,
    /signalbox_reports_total\{result="created"\} 1/,
  );
});

/** Each page with its type, on a connection that is its caller's to close. */
async function assertDocs(url: string): Promise<void> {
  for (const [path, status, type] of [
    ['/docs', 200, 'text/html'],
    ['/docs/', 200, 'text/html'],
    ['/docs/static/swagger-ui.css', 200, 'text/css'],
    ['/docs/nothing', 404, 'application/problem+json'],
  ] as const) {
    const answer = await exchange(url, { path, headers: { connection: 'close' } });
    assert.equal(answer.status, status, path);
    assert.ok(String(answer.headers['content-type']).startsWith(type), path);
    assert.equal(answer.headers['connection'], 'close', path);
  }
}

test('an event comes with its version as ETag, for If-Match and for nothing else', async (t) => {
  const { url } = await databaseServiceApp(t);
  const { receipts } = (await exchange(url, post('/v1/reports', report))).json() as ReportsAnswer;
  const path = `/v1/events/${receipts[0]?.id}`;
  const read = await exchange(url, { path, headers: { 'if-none-match': '"1"' } });
  assert.deepEqual(
    [read.status, read.headers['etag'], read.headers['cache-control']],
    [200, '"1"', 'no-store'],
  );
  const headers = { 'if-match': '"1"', 'signalbox-actor': '%C3%9Cmit%20Kaya' };
  const completed = await exchange(url, post(`${path}/complete`, { note: 'done' }, headers));
  assert.equal(completed.headers['etag'], '"2"');
  assert.deepEqual((completed.json() as OperationalEvent).completedBy, { kind: 'person', name: 'Ümit Kaya' });
  const again = await exchange(url, post(`${path}/complete`, { note: 'done' }, headers));
  assert.equal(again.status, 412);
  assert.equal((again.json() as { event: OperationalEvent }).event.version, 2);
});

test('a hold that has passed is ended without anybody asking', async (t) => {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead).toISOString();
  const { url, store } = await databaseServiceApp(t, { context: { ...SYSTEM_CONTEXT, now } });
  const { receipts } = (await exchange(url, post('/v1/reports', report))).json() as ReportsAnswer;
  const id = receipts[0]?.id ?? '';
  const holdUntil = new Date(Date.now() + 3_600_000).toISOString();
  const hold = { hold: 'until-time', holdUntil };
  assert.equal(
    (await exchange(url, post(`/v1/events/${id}/complete`, hold, { 'if-match': '*' }))).status,
    200,
  );
  ahead = 3_600_001;
  await eventually(async () => assert.equal((await store.readEvent(id))?.state, 'open'));
  assert.deepEqual((await store.readEvent(id))?.reopened?.by, { kind: 'system', name: 'signalbox' });
});

test('says that it is not ready while the database does not answer, and what is broken says nothing of itself', async (t) => {
  const broken = async () => Promise.reject(new Error('SQLITE_SECRET at /var/lib/events.db'));
  const store: EventStore = {
    watch: () => undefined,
    apply: broken,
    listEvents: broken,
    readEvent: broken,
    readJournal: broken,
    summarize: broken,
    readChanges: broken,
    dueHolds: broken,
    forgetBefore: broken,
    check: broken,
    close: async () => undefined,
  };
  const app = await buildDatabaseService({ store, logLevel: 'silent' });
  t.after(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const ready = await exchange(url, { path: '/readyz' });
  assert.equal(ready.status, 503);
  assert.doesNotMatch(ready.text, /SECRET/);
  assert.equal((await exchange(url, { path: '/livez' })).status, 200);
  for (const path of ['/v1/events', `/v1/events/${EVENT}`, '/v1/summary', '/v1/changes']) {
    const { status, text } = await exchange(url, { path });
    assert.equal(status, 500);
    assert.doesNotMatch(text, /SECRET|events\.db/);
  }
  const { status } = await exchange(url, post('/v1/reports', report));
  assert.equal(status, 500);
});
