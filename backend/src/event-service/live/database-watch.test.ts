import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { eventually } from '../../../test/support/eventually.ts';
import { UnreachableError } from '../../database-client/index.ts';
import { ProblemError } from '../../service-kit/problem.ts';
import { DatabaseWatch } from './database-watch.ts';

type Service = 'answers' | 'refuses' | 'hangs';

/** A watch over a service that behaves as told. */
async function watched(t: TestContext, service: { is: Service }) {
  const said: string[] = [];
  let probes = 0;
  const watch = new DatabaseWatch({
    probe: (signal) => {
      probes += 1;
      if (service.is === 'answers') return Promise.resolve();
      if (service.is === 'refuses') return Promise.reject(new UnreachableError('nothing listens there'));
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('gave up'))),
      );
    },
    onChange: ({ databaseService }) => said.push(databaseService),
  });
  t.after(() => watch.stop());
  await watch.start();
  return { watch, said, probes: () => probes };
}

/** Lets time pass when it is told to, a millisecond at a time, and what is due happen meanwhile. */
function stillClock(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  return async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 1) {
      t.mock.timers.tick(1);
      await turn();
    }
    for (let turns = 0; turns < 3; turns += 1) await turn();
  };
}

const isUnavailable = (error: unknown) => error instanceof ProblemError && error.code === 'unavailable';
const never = (signal: AbortSignal) =>
  new Promise<string>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error)),
  );

describe('the watch over the database service', () => {
  it('says once that it is up, and how a call went', async (t) => {
    const { watch, said } = await watched(t, { is: 'answers' });
    await watch.look();
    assert.deepEqual(said, ['up']);
    assert.equal(await watch.guard(() => Promise.resolve('answer')), 'answer');
    await assert.rejects(
      watch.guard(() => Promise.reject(new Error('of the call itself'))),
      /of the call itself/,
    );
  });

  it('refuses at once while it is away, without calling', async (t) => {
    const { watch } = await watched(t, { is: 'refuses' });
    let called = false;
    await assert.rejects(
      watch.guard(async () => void (called = true)),
      isUnavailable,
    );
    assert.equal(called, false);
  });

  it('releases who waits for a service that hangs, within a second', async (t) => {
    const advance = stillClock(t);
    const service = { is: 'answers' as Service };
    const { watch, said } = await watched(t, service);
    service.is = 'hangs';
    const refused = assert.rejects(watch.guard(never), isUnavailable);
    await advance(849);
    assert.deepEqual(said, ['up']);
    await advance(1);
    await refused;
    assert.deepEqual(said, ['up', 'down']);
  });

  it('leaves a call alone that takes long while the service answers', async (t) => {
    const { watch, probes } = await watched(t, { is: 'answers' });
    const looked = probes();
    const call = watch.guard(async () => {
      await eventually(() => assert.ok(probes() > looked));
      return 'late';
    });
    assert.equal(await call, 'late');
  });

  it('looks at once when a call finds nobody', async (t) => {
    const service = { is: 'answers' as Service };
    const { watch, said } = await watched(t, service);
    service.is = 'refuses';
    await assert.rejects(
      watch.guard(() => Promise.reject(new UnreachableError('cut'))),
      isUnavailable,
    );
    await watch.look();
    assert.deepEqual(said, ['up', 'down']);
  });

  it('finds out by itself, within two seconds, that the service is away or back', async (t) => {
    const advance = stillClock(t);
    const service = { is: 'answers' as Service };
    const { said } = await watched(t, service);
    service.is = 'hangs';
    await advance(1_750);
    assert.deepEqual(said, ['up', 'down']);
    service.is = 'answers';
    await advance(1_000);
    assert.deepEqual(said, ['up', 'down', 'up']);
  });

  it('lets accepted calls end when it is stopped', async (t) => {
    const { watch } = await watched(t, { is: 'answers' });
    const answer = Promise.withResolvers<string>();
    const call = watch.guard(() => answer.promise);
    watch.stop();
    answer.resolve('answer');
    assert.equal(await call, 'answer');
  });
});
