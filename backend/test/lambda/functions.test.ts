import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { ChangesAnswer, EventPage, OperationalEvent, ReportsAnswer } from '@signalbox/contracts';
import { BUNDLE_BYTES_MOST, BUNDLE_NAMES, bundleLambda } from '../../scripts/lambda-bundles.ts';
import { functionUrlEvent, httpApiEvent, restApiEvent, type Asked } from '../support/lambda/http-events.ts';
import { median } from '../../bench/statistics.ts';
import type { Invoked } from '../support/lambda/lambda-function.ts';
import {
  ask,
  count,
  databaseFunctions,
  report,
  type DatabaseFunctions,
} from '../support/lambda/lambda-world.ts';
import { suiteScope } from '../support/suite-scope.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const failing = (key: string, source = 'plaza-north') => ({
  ...{ source, key, status: 'error', message: 'Barrier does not answer' },
});
const JSON_TYPE = { 'content-type': 'application/json' };
const milliseconds = (one: Pick<Invoked, 'milliseconds'>) => one.milliseconds.toFixed(0);

it('each bundle is smaller than 3 MB', async (t) => {
  const bundles = await bundleLambda(await temporaryFolder(t));
  assert.deepEqual(
    bundles.map(({ name }) => name),
    BUNDLE_NAMES,
  );
  for (const { name, bytes } of bundles) {
    t.diagnostic(`${name}.mjs: ${(bytes / 1_024 / 1_024).toFixed(2)} MB`);
    assert.ok(bytes < BUNDLE_BYTES_MOST);
  }
});

describe('the database service as a function', () => {
  const scope = suiteScope();
  let world: DatabaseFunctions;
  before(async () => void (world = await databaseFunctions(scope)));
  const asked = (event: unknown) => ask(world.databaseService, event);
  const status = async (event: unknown) => (await asked(event)).status;

  const gateways = {
    'an HTTP API': httpApiEvent,
    'a REST API': restApiEvent,
    'a function URL': functionUrlEvent,
  };
  for (const [gateway, eventOf] of Object.entries(gateways)) {
    it(`behind ${gateway} takes reports, lists events and takes commands`, async () => {
      const failed = (key: string) => failing(key, gateway);
      const send = (body: string | Buffer, headers: Asked['headers'] = JSON_TYPE) =>
        asked(eventOf({ method: 'POST', path: '/v1/reports', body, headers }));
      const { receipts } = (await send(JSON.stringify(failed('lane 7, barrier')))).json<ReportsAnswer>();
      assert.equal(receipts[0]?.result, 'created');
      const lines = [failed('b'), failed('c')].map((one) => JSON.stringify(one)).join('\n');
      const zstd = { 'content-type': 'application/x-ndjson', 'content-encoding': 'zstd' };
      assert.equal((await send(zstdCompressSync(lines), zstd)).json<ReportsAnswer>().counts.created, 2);
      assert.equal((await send(gzipSync('[]'), { ...JSON_TYPE, 'content-encoding': 'gzip' })).status, 200);

      // A comma may be part of a value, and a parameter may come twice.
      const query = `q=7%2C+barrier&state=open&state=completed&source=${encodeURIComponent(gateway)}`;
      const page = await asked(eventOf({ path: '/v1/events', query }));
      assert.deepEqual(
        page.json<EventPage>().events.map(({ key }) => key),
        ['lane 7, barrier'],
      );

      const path = `/v1/events/${receipts[0]?.id}/complete`;
      const headers = { ...JSON_TYPE, 'If-Match': '"1"', 'Signalbox-Actor': 'Ana%20Ruiz' };
      const completed = await asked(eventOf({ method: 'POST', path, headers, body: '{}' }));
      assert.equal(completed.json<OperationalEvent>().completedBy?.name, 'Ana Ruiz');
      assert.equal(completed.headers['etag'], '"2"');
      assert.equal(world.databaseService.instances.length, 1);
    });
  }

  it('refuses hosts that are not its own, writes of other sites, and what it cannot read', async () => {
    assert.equal(await status(httpApiEvent({ path: '/livez' }, 'evil.example')), 421);
    assert.equal(await status({ ...httpApiEvent({ path: '/livez' }), headers: {} }), 421);
    const headers = { ...JSON_TYPE, origin: 'https://evil.example' };
    assert.equal(await status(report(failing('a'), { headers })), 403);
    assert.equal(await status(report('', { body: '{"status":' })), 400);
    assert.equal(await status(httpApiEvent({ path: '/v1/nothing' })), 404);
    assert.equal(await status(httpApiEvent({ path: '/docs/' })), 404);
  });

  it('fails at an event that it is not for, and lives on', async () => {
    for (const event of [{}, null, 'upkeep', { Records: [] }, { version: '2.0' }, { httpMethod: 'GET' }]) {
      const { failure } = await world.databaseService.invoke(event);
      assert.equal(failure?.errorType, 'UnknownEventError', JSON.stringify(event));
    }
    assert.equal(await status(httpApiEvent({ path: '/livez' })), 200);
    assert.equal(world.databaseService.instances.length, 1);
  });

  it('streams nothing, and waits for changes', async () => {
    const { cursor } = (await asked(httpApiEvent({ path: '/v1/events' }))).json<EventPage>();
    const path = '/v1/changes';
    assert.equal(await status(httpApiEvent({ path, headers: { accept: 'text/event-stream' } })), 406);
    const waiting = asked(httpApiEvent({ path, query: `after=${cursor}&wait=30` }));
    await asked(report(failing('while somebody waits')));
    const { entries } = (await waiting).json<ChangesAnswer>();
    assert.deepEqual(
      entries.map(({ event }) => event.key),
      ['while somebody waits'],
    );
  });
});

describe('instances of the database service', () => {
  it('answer in milliseconds once they have started', async (t) => {
    const { databaseService } = await databaseFunctions(t);
    const first = await databaseService.invoke(report(failing('first')));
    assert.ok(first.isCold);
    const posts: number[] = [];
    const pages: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      posts.push((await databaseService.invoke(report(failing(`lane-${round}`)))).milliseconds);
      pages.push((await databaseService.invoke(httpApiEvent({ path: '/v1/events' }))).milliseconds);
    }
    assert.equal(databaseService.instances.length, 1);
    const two = await Promise.all(['a', 'b'].map((key) => databaseService.invoke(report(failing(key)))));
    const another = two.find(({ isCold }) => isCold);
    assert.ok(another);
    t.diagnostic(
      `cold ${milliseconds(another)} ms, and ${milliseconds(first)} ms where the tables are made too`,
    );
    t.diagnostic(`warm ${median(posts).toFixed(1)} ms a report, ${median(pages).toFixed(1)} ms a page`);
    assert.ok(median(posts) < first.milliseconds / 3);
  });

  it('ten of them at once, on an empty database, take every report once', async (t) => {
    const { databaseService, databaseUrl } = await databaseFunctions(t);
    const bodies = Array.from({ length: 10 }, (_none, lane) => [
      { ...failing(`lane-${lane}`), id: `own-${lane}` },
      { ...failing('all'), id: `all-${lane}` },
    ]);
    const sendAll = () => Promise.all(bodies.map((body) => databaseService.invoke(report(body))));
    const cold = await sendAll();
    const warm = await sendAll();
    assert.deepEqual(
      [...cold, ...warm].filter(({ failure }) => failure),
      [],
    );
    assert.ok(cold.every(({ isCold }) => isCold) && !warm.some(({ isCold }) => isCold));
    const slowest = Math.max(...cold.map((one) => one.milliseconds));
    t.diagnostic(`ten cold at once: the last answered after ${slowest.toFixed(0)} ms`);
    assert.equal(await count(databaseUrl, 'SELECT count(*) FROM events'), 11);
    assert.equal(await count(databaseUrl, 'SELECT count(*) FROM journal'), 20);
    const connections = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'signalbox'";
    assert.ok((await count(databaseUrl, connections)) <= 20, 'each has one to write and one to read');
  });
});
