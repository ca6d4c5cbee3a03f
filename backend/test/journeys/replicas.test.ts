import assert from 'node:assert/strict';
import { afterEach, before, describe, it, type TestContext } from 'node:test';
import type { Health, Hello, OperationalEvent } from '@signalbox/contracts';
import { retrying } from '../../src/database-client/index.ts';
import { SimulatedLoad } from '../support/simulated-load.ts';
import { eventually } from '../support/eventually.ts';
import { feedPosition } from '../support/feed-position.ts';
import { openStream, type OpenStream } from '../support/open-stream.ts';
import { type Replicas, startReplicas } from '../support/replicas.ts';
import { suiteScope } from '../support/suite-scope.ts';

const streamOf = (t: TestContext, eventService: string) => openStream(t, `${eventService}/api/stream`);
const hasBegun = (stream: OpenStream) =>
  eventually(() => assert.equal(stream.of<Hello>('hello')[0]?.databaseService, 'up'));

/** The newest that a stream told of an event. */
const toldOf = (stream: OpenStream, id: string) =>
  stream
    .changes()
    .flatMap(({ entries }) => entries)
    .findLast(({ eventId }) => eventId === id)?.event;

/** As our own senders do: again, with the same id, for as long as the answer is "not now". */
async function report({ client }: Replicas, key: string): Promise<OperationalEvent> {
  const failing = { source: 'plaza-north', key, id: key, status: 'error', message: 'It fails' } as const;
  const { receipts } = await retrying(() => client.sendReports([failing]));
  return retrying(() => client.readEvent(receipts[0]?.id ?? ''));
}

async function acknowledge(eventService: string, { id, version }: OperationalEvent): Promise<void> {
  const { status } = await fetch(`${eventService}/api/events/${id}/acknowledge`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
    body: '{}',
  });
  assert.equal(status, 200);
}

const sees = (stream: OpenStream, { id }: OperationalEvent, state: string) =>
  eventually(() => assert.equal(toldOf(stream, id)?.state, state));

/** Enough at once that each replica is asked, the one that hangs too. */
async function readsAreAnswered({ consoleUrl, databaseUrl }: Replicas): Promise<void> {
  const urls = [`${consoleUrl}/api/events`, `${databaseUrl}/v1/events`].flatMap((url) => [
    url,
    url,
    url,
    url,
  ]);
  const answers = await Promise.all(urls.map((url) => fetch(url)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    urls.map(() => 200),
  );
  await Promise.all(answers.map((answer) => answer.json()));
}

describe('two of each service behind one address', () => {
  const scope = suiteScope();
  let replicas: Replicas;
  before(async () => {
    replicas = await startReplicas(scope);
  });
  // A test finds them as they were started.
  afterEach(() => replicas.allBack());

  it('show on each what was done through the other, and take what is sent to the one address', async (t) => {
    const [one = '', other = ''] = replicas.eventServices;
    const [first, second] = [streamOf(t, one), streamOf(t, other)];
    await Promise.all([hasBegun(first), hasBegun(second)]);
    const position = await feedPosition(replicas.client);
    const event = await report(replicas, 'lane-07/barrier');
    await Promise.all([sees(first, event, 'open'), sees(second, event, 'open')]);
    await acknowledge(one, event);
    await sees(second, event, 'acknowledged');

    const page = await fetch(replicas.consoleUrl);
    assert.match(page.headers.get('content-type') ?? '', /html/);
    for (const url of replicas.databaseServices) {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      assert.match(metrics, new RegExp(`^signalbox_feed_last_seq ${position + 2}$`, 'm'));
    }
  });

  it('go on through the other when a database service is killed, and lose and double nothing', async (t) => {
    const streams = replicas.eventServices.map((url) => streamOf(t, url));
    await Promise.all(streams.map(hasBegun));
    const position = await feedPosition(replicas.client);
    const load = new SimulatedLoad(t, replicas.databaseUrl, { reports: 2_000, rate: 800, before: position });
    await load.hasReached(0.2);
    process.kill(replicas.product.pidOf('database-service'), 'SIGKILL');
    const event = await report(replicas, 'lane-08/barrier');
    await Promise.all(streams.map((stream) => sees(stream, event, 'open')));
    await load.endsWithNothingLost();
    await replicas.allBack();
    assert.match(replicas.product.stdout(), /The database service \d was killed\. It is started again\./);
  });

  it('go on through the other when one hangs, and use it again when it goes on', async (t) => {
    for (const part of ['database-service', 'event-service']) {
      const [one = 0, other = 0] = replicas.product.pidsOf(part);
      process.kill(one, 'SIGSTOP');
      await eventually(() => readsAreAnswered(replicas), { withinMs: 30_000 });
      await report(replicas, `${part}/while it hangs`);
      await hasBegun(streamOf(t, replicas.consoleUrl));
      process.kill(one, 'SIGCONT');
      process.kill(other, 'SIGSTOP'); // so nobody answers but the one that hung
      await eventually(() => readsAreAnswered(replicas), { withinMs: 30_000 });
      process.kill(other, 'SIGCONT');
      await replicas.allBack();
    }
  });

  it('say so when all database services are gone, and go on when they are back', async (t) => {
    const [stream] = [streamOf(t, replicas.consoleUrl)];
    await hasBegun(stream);
    const before = await report(replicas, 'lane-09/barrier');
    await sees(stream, before, 'open');
    for (const pid of replicas.product.pidsOf('database-service')) process.kill(pid, 'SIGKILL');
    const lastHealth = () => stream.of<Health>('health').at(-1)?.databaseService;
    await eventually(() => assert.equal(lastHealth(), 'down'));
    await replicas.allBack();
    await eventually(() => assert.equal(lastHealth(), 'up'));
    const after = await report(replicas, 'lane-10/barrier');
    await sees(stream, after, 'open');
  });

  it('are restarted one after the other under load without losing anything', async (t) => {
    const position = await feedPosition(replicas.client);
    const load = new SimulatedLoad(t, replicas.databaseUrl, { reports: 2_500, rate: 500, before: position });
    await load.hasReached(0.1);
    for (const part of ['database-service', 'event-service']) {
      for (const pid of replicas.product.pidsOf(part)) {
        process.kill(pid, 'SIGTERM');
        await eventually(() => {
          const running = replicas.product.pidsOf(part);
          assert.ok(running.length === 2 && !running.includes(pid), `${part}: ${running.length} run`);
        });
        await replicas.allBack();
      }
    }
    await load.endsWithNothingLost();
    await hasBegun(streamOf(t, replicas.consoleUrl));
  });
});
