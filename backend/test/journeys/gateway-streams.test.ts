import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type {
  Change,
  ChangesAnswer,
  EventPage,
  EventReport,
  Hello,
  OperationalEvent,
  Reset,
  Status,
} from '@signalbox/contracts';
import { eventually } from '../support/eventually.ts';
import { gatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import type { OpenStream } from '../support/open-stream.ts';
import { suiteScope } from '../support/suite-scope.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Tests share their services, where they do not stop them, and tell themselves apart by their sources. */
let source = '';
let tests = 0;
beforeEach(() => (source = `plaza-${++tests}`));

const report = (key: string, status: Status = 'error', from = source): EventReport => ({
  source: from,
  key,
  status,
  message: `${key} is ${status}`,
});
const byKey = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1);
const hasBegun = (stream: OpenStream) => eventually(() => assert.equal(stream.of('hello').length, 1));
const told = (stream: OpenStream): Change[] => stream.changes().flatMap(({ entries }) => entries);
/** How far a cursor is in the journal. */
const placeOf = (cursor = ''): number => Number(cursor.split('-').at(-1));
const eventOf = async (world: GatewayWorld, key: string): Promise<OperationalEvent> => {
  const { body } = await world.read<EventPage>(`/api/events?q=${key}&source=${source}`);
  const event = body.events.find((one) => one.key === key);
  assert.ok(event);
  return event;
};

describe('the stream of the gateway', () => {
  const scope = suiteScope();
  let world: GatewayWorld;
  before(async () => {
    world = await gatewayWorld(scope);
  });

  it('says hello first, with where it starts, and then what changes', async () => {
    const stream = world.stream();
    await hasBegun(stream);
    const [hello] = stream.of<Hello>('hello');
    assert.equal(hello?.databaseService, 'up');
    assert.equal(stream.frames[0]?.id, hello.cursor);
    await world.reports(report('a'));
    await eventually(() => assert.equal(told(stream).length, 1));
    const [change] = stream.changes();
    assert.equal(change?.entries[0]?.event.message, 'a is error');
    assert.equal(change.entries[0].was, null);
    assert.equal(stream.frames[0]?.event, 'hello');
    assert.equal(stream.frames.find(({ event }) => event === 'change')?.id, change.cursor);
  });

  it('leaves no gap between a page and its stream', async () => {
    await world.reports(report('a'));
    const { body: page } = await world.read<EventPage>('/api/events');
    await world.reports(report('b'), report('c'));
    const stream = world.stream(`?after=${page.cursor}`);
    await world.reports(report('d'));
    await eventually(() =>
      assert.deepEqual(
        told(stream).map(({ event }) => event.key),
        ['b', 'c', 'd'],
      ),
    );
  });

  it('sends four frames a second at most, however much happens', async () => {
    const stream = world.stream();
    await hasBegun(stream);
    const started = performance.now();
    for (let round = 0; round < 100; round += 1)
      await world.reports(report('a', round % 2 ? 'warning' : 'error'));
    const newest = await eventOf(world, 'a');
    await eventually(() => assert.equal(told(stream).at(-1)?.event.reports, newest.reports));
    const seconds = (performance.now() - started) / 1_000;
    assert.ok(
      stream.changes().length <= 4 * seconds + 2,
      `${stream.changes().length} frames in ${seconds} s`,
    );
  });

  it('asks a screen to read anew when more changed than it can show', async () => {
    const { body: page } = await world.read<EventPage>('/api/events');
    await world.reports(...Array.from({ length: 600 }, (_, index) => report(`k${index}`)));
    const stream = world.stream(`?after=${page.cursor}`);
    await eventually(() =>
      assert.deepEqual(
        stream.changes().map(({ refresh, entries }) => [refresh, entries.length]),
        [[true, 0]],
      ),
    );
    assert.equal(placeOf(stream.changes()[0]?.cursor), placeOf(page.cursor) + 600);
    const some = world.stream(`?after=${page.cursor}&source=nobody`);
    await eventually(() => assert.equal(some.changes().at(-1)?.refresh, true));
    await world.reports(report('z', 'error', 'nobody'));
    await eventually(() => assert.equal(told(some).at(-1)?.event.key, 'z'));
  });

  it('tells a filtered screen what comes, what stays and what leaves, and nothing else', async () => {
    const { body: page } = await world.read<EventPage>('/api/events');
    await world.reports(report('a'), report('b'));
    const open = world.stream(`?state=open&source=${source}&after=${page.cursor}`);
    const done = world.stream('?state=completed');
    const south = world.stream('?source=plaza-south');
    await Promise.all([open, done, south].map(hasBegun));
    await eventually(() => assert.equal(told(open).length, 2));
    const a = await eventOf(world, 'a');
    await world.commands(a, 'complete');
    await eventually(() =>
      assert.deepEqual(
        told(open)
          .slice(2)
          .map(({ event, left }) => [event.key, left]),
        [['a', true]],
      ),
    );
    await eventually(() =>
      assert.deepEqual(
        told(done).map(({ event, left }) => [event.key, left]),
        [['a', undefined]],
      ),
    );
    await world.reports(report('a', 'ok'), report('c', 'error', 'plaza-south'));
    await world.reports(report('a', 'error'));
    await eventually(() => assert.equal(told(open).at(-1)?.rule, 'until-recovered.failed-again'));
    await eventually(() => assert.equal(told(done).at(-1)?.left, true));
    await eventually(() =>
      assert.deepEqual(
        told(south).map(({ event }) => event.key),
        ['c'],
      ),
    );
    assert.ok(told(open).every(({ event }) => event.source === source));
  });

  it('goes on after Last-Event-ID rather than after its address', async () => {
    await world.reports(report('a'));
    const { body: page } = await world.read<EventPage>('/api/events');
    await world.reports(report('b'));
    const stream = world.stream('?after=0', { lastEventId: page.cursor });
    await eventually(() =>
      assert.deepEqual(
        told(stream).map(({ event }) => event.key),
        ['b'],
      ),
    );
    assert.equal(stream.of<Hello>('hello')[0]?.cursor, page.cursor);
  });

  it('resets who asks for a place that never was', async () => {
    await world.reports(report('a'));
    const { body: page } = await world.read<EventPage>('/api/events');
    const epoch = page.cursor.split('-')[0];
    for (const [after, reason] of [
      ['0badcafe-1', 'restored'],
      [`${epoch}-99999`, 'cursor-gone'],
    ] as const) {
      const stream = world.stream(`?after=${after}`);
      await eventually(() =>
        assert.deepEqual(
          stream.of<Reset>('reset').map((reset) => reset.reason),
          [reason],
        ),
      );
      await world.reports(report(`after-${reason}`));
      await eventually(() => assert.ok(told(stream).some(({ event }) => event.key === `after-${reason}`)));
    }
  });

  it('resets everybody when the database is another one', async (t) => {
    const world = await gatewayWorld(t);
    await world.reports(report('a'));
    const [one, other] = [world.stream(), world.stream('?state=completed')];
    await Promise.all([one, other].map(hasBegun));
    await world.database.stop();
    await world.startDatabase(await temporaryFolder(t));
    for (const stream of [one, other]) {
      await eventually(() => assert.equal(stream.of<Reset>('reset')[0]?.reason, 'restored'));
      assert.equal(stream.of('reset').length, 1);
      assert.ok(stream.isOpen());
    }
    await world.reports(report('new'));
    await eventually(() => assert.equal(told(one).at(-1)?.event.key, 'new'));
  });

  it('says bye when the gateway stops', async (t) => {
    const world = await gatewayWorld(t);
    const stream = world.stream();
    await hasBegun(stream);
    const { code } = await world.gateway.stop();
    assert.equal(code, 0);
    await eventually(() => assert.equal(stream.frames.at(-1)?.event, 'bye'));
  });
});

describe('a stream that is cut 50 times while events flow', () => {
  it('misses nothing and tells nothing twice', async (t) => {
    const world = await gatewayWorld(t);
    const flowing = flow(world);
    const frames: ChangesAnswer[] = [];
    let lastEventId: string | undefined = (await world.read<EventPage>('/api/events')).body.cursor;
    for (let cut = 0; cut < 50; cut += 1) {
      const stream = world.stream('', { lastEventId, cutAfterBytes: 300 + ((cut * 1_777) % 20_000) });
      await eventually(() => assert.ok(!stream.isOpen()));
      frames.push(...stream.changes());
      lastEventId = stream.lastEventId();
    }
    await flowing.stop();
    const last = world.stream('', { lastEventId });
    const expected = await rows(world);
    await eventually(() => assert.deepEqual(replay([...frames, ...last.changes()]), expected));
    const seqs = [...frames, ...last.changes()].flatMap(({ entries }) => entries.map(({ seq }) => seq));
    assert.deepEqual(
      seqs,
      [...new Set(seqs)].sort((a, b) => a - b),
      'in order, each once',
    );
    t.diagnostic(`${seqs.length} changes, ${frames.length} frames, 50 cuts`);
  });

  /** Reports without end, until it is stopped. */
  function flow(world: GatewayWorld) {
    let flowing = true;
    const done = (async () => {
      for (let round = 0; flowing; round += 1) {
        await world.reports(report(`k${round % 5}`, (['error', 'ok', 'warning'] as const)[round % 3]));
      }
    })();
    return { stop: () => ((flowing = false), done) };
  }

  async function rows(world: GatewayWorld): Promise<Record<string, number>> {
    const { body } = await world.read<EventPage>('/api/events?limit=500');
    return Object.fromEntries(body.events.map(({ key, reports }) => [key, reports] as const).sort(byKey));
  }

  function replay(frames: readonly ChangesAnswer[]): Record<string, number> {
    const known = new Map<string, number>();
    for (const { event } of frames.flatMap(({ entries }) => entries)) known.set(event.key, event.reports);
    return Object.fromEntries([...known].sort(byKey));
  }
});
