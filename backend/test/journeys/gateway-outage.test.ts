import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { EventPage, Health, Hello } from '@signalbox/contracts';
import { eventually } from '../support/eventually.ts';
import { gatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { suiteScope } from '../support/suite-scope.ts';

/** Tests share a gateway, leave its database service running, and tell themselves apart by their sources. */
const scope = suiteScope();
let world: GatewayWorld;
before(async () => {
  world = await gatewayWorld(scope);
});

let source = '';
let tests = 0;
beforeEach(async () => {
  source = `plaza-${++tests}`;
  await world.read('/api/summary'); // it knows that the database service is there again
});

const report = (key: string) => ({
  source,
  key,
  status: 'error' as const,
  message: `${key} failed`,
});

/**
 * A second is promised, and 850 ms is what `database-watch.test.ts` counts by a clock of its own. On a busy machine it may
 * take longer; but who waited for an answer that does not come would wait for 5 s.
 */
const REFUSED_WITHIN_MS = 4_000;
/** Likewise: the watch knows it after 1,750 ms; without it, the feed's own silence would tell after 35 s. */
const KNOWN = { withinMs: 15_000 };

async function refusedAtOnce(path = '/api/events'): Promise<void> {
  const answer = await world.call(path);
  assert.equal(answer.status, 503);
  assert.match(answer.problem.type, /:unavailable$/);
  assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
  assert.ok(answer.milliseconds < REFUSED_WITHIN_MS, `${path} took ${answer.milliseconds} ms`);
}

describe('while the database service is away', () => {
  it('the gateway serves the console, refuses at once, says so on the stream, and recovers by itself', async () => {
    await world.reports(report('a'));
    const stream = world.stream(`?source=${source}`);
    await eventually(() => assert.equal(stream.of<Hello>('hello')[0]?.databaseService, 'up'));
    await world.database.kill();
    await refusedAtOnce();
    await eventually(() => assert.equal(stream.of<Health>('health').at(-1)?.databaseService, 'down'), KNOWN);
    for (const path of [
      '/api/events',
      '/api/events/x',
      '/api/events/x/journal',
      '/api/summary',
      '/api/changes',
    ]) {
      await refusedAtOnce(path);
    }
    assert.equal((await world.call('/readyz')).status, 200);
    assert.notEqual((await world.call('/')).headers.get('content-type'), 'application/problem+json');
    const joined = world.stream(`?source=${source}`);
    await eventually(() => assert.equal(joined.of<Hello>('hello')[0]?.databaseService, 'down'));

    await world.startDatabase();
    await world.reports(report('b'));
    await eventually(() => assert.equal(stream.of<Health>('health').at(-1)?.databaseService, 'up'), KNOWN);
    for (const one of [stream, joined]) {
      await eventually(() => assert.equal(one.changes().at(-1)?.entries.at(-1)?.event.key, 'b'));
      assert.ok(one.isOpen());
    }
    assert.equal((await world.read<EventPage>(`/api/events?source=${source}`)).body.events.length, 2);
  });

  it('a browser that comes with a place waits for it, and misses nothing', async () => {
    await world.reports(report('a'));
    const { body: page } = await world.read<EventPage>(`/api/events?source=${source}`);
    await world.reports(report('b'));
    await world.database.stop();
    const stream = world.stream(`?source=${source}&after=${page.cursor}`);
    await eventually(() => assert.equal(stream.of('hello').length, 1));
    await world.startDatabase();
    await world.reports(report('c'));
    await eventually(() =>
      assert.deepEqual(
        stream.changes().flatMap(({ entries }) => entries.map(({ event }) => event.key)),
        ['b', 'c'],
      ),
    );
  });

  it('a hanging one is as good as away', async () => {
    await world.reports(report('a'));
    const stream = world.stream(`?source=${source}`);
    await eventually(() => assert.equal(stream.of('hello').length, 1));
    process.kill(world.database.pid, 'SIGSTOP');
    await Promise.all(
      ['/api/events', '/api/summary', '/api/changes?wait=20'].map((path) => refusedAtOnce(path)),
    );
    await refusedAtOnce();
    await eventually(() => assert.equal(stream.of<Health>('health').at(-1)?.databaseService, 'down'), KNOWN);
    process.kill(world.database.pid, 'SIGCONT');
    await eventually(() => assert.equal(stream.of<Health>('health').at(-1)?.databaseService, 'up'), KNOWN);
    await world.reports(report('b'));
    await eventually(() => assert.equal(stream.changes().at(-1)?.entries.at(-1)?.event.key, 'b'));
  });

  it('that comes and goes ten times leaves nothing out', async () => {
    const stream = world.stream(`?source=${source}`);
    await eventually(() => assert.equal(stream.of('hello').length, 1));
    for (let round = 0; round < 10; round += 1) {
      await world.reports(report(`k${round}`));
      await world.database.kill();
      await world.startDatabase();
    }
    const expected = Array.from({ length: 10 }, (_, round) => `k${round}`);
    await eventually(() =>
      assert.deepEqual(
        stream.changes().flatMap(({ entries }) => entries.map(({ event }) => event.key)),
        expected,
      ),
    );
  });
});

describe('a gateway that stops', () => {
  it('answers what it accepted', async () => {
    const waiting = Array.from({ length: 20 }, () => world.call('/api/changes?wait=1'));
    const reads = Array.from({ length: 50 }, () => world.call('/api/events'));
    await world.call('/livez'); // came last, so all before it have been accepted
    const stopped = world.gateway.stop();
    for (const { status, body } of await Promise.all([...waiting, ...reads])) {
      assert.equal(status, 200, JSON.stringify(body));
    }
    assert.equal((await stopped).code, 0);
  });
});
