import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { isMainThread, workerData } from 'node:worker_threads';
import { ProblemError } from '../../../service-kit/problem.ts';
import { answerInThread } from './answer-in-thread.ts';
import { startThread } from './ask-thread.ts';

const answers = {
  echo: (given: unknown) => given,
  data: () => workerData as unknown,
  later: (milliseconds: number) => new Promise<string>((done) => setTimeout(done, milliseconds, 'later')),
  refuse: () => {
    const errors = [{ pointer: '#/a', detail: 'is wrong' }];
    throw new ProblemError('out-of-space', 'Full.', { errors, cause: new Error('why') });
  },
  fail: () => {
    throw new TypeError('nobody foresaw this');
  },
  die: () => setImmediate(() => process.exit(3)) && new Promise<void>(() => {}),
  crash: () =>
    setImmediate(() => {
      throw new Error('crashed');
    }) && new Promise<void>(() => {}),
};

/** This file is the program of the thread as well. */
if (isMainThread) tests();
else
  answerInThread(answers, () => {
    if (workerData === 'cannot close') throw new Error('cannot close');
  });

function thread(t: TestContext, data: unknown = 'data') {
  const died = Promise.withResolvers<Error>();
  const options = { name: 'The thread of the test', data, onDeath: died.resolve };
  const asked = startThread<typeof answers>(new URL(import.meta.url), options);
  t.after(() => asked.close());
  return { asked, died: died.promise };
}

const unavailable = (error: unknown) => error instanceof ProblemError && error.code === 'unavailable';

function tests(): void {
  test('a thread answers each question, whatever order the answers come in', async (t) => {
    const { asked } = thread(t);
    const order: unknown[] = [];
    await Promise.all([
      asked.ask('later', 100).then((answer) => order.push(answer)),
      asked.ask('echo', { a: [1, undefined] }).then((answer) => order.push(answer)),
      asked.ask('data', undefined).then((answer) => order.push(answer)),
    ]);
    assert.deepEqual(order, [{ a: [1, undefined] }, 'data', 'later']);
  });

  test('what a thread refuses keeps its code and its details', async (t) => {
    const { asked } = thread(t);
    await assert.rejects(asked.ask('refuse', undefined), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.deepEqual([error.code, error.message], ['out-of-space', 'Full.']);
      assert.deepEqual(error.details.errors, [{ pointer: '#/a', detail: 'is wrong' }]);
      assert.equal((error.cause as Error).message, 'why');
      return true;
    });
    await assert.rejects(asked.ask('fail', undefined), /nobody foresaw this/);
    assert.equal(await asked.ask('echo', 1), 1);
  });

  test('a thread that is closed answers first what it was asked, and nothing after that', async (t) => {
    const { asked } = thread(t);
    const before = asked.ask('later', 5);
    const closed = asked.close();
    await assert.rejects(asked.ask('echo', 1), unavailable);
    assert.equal(await before, 'later');
    await closed;
    await asked.close();
  });

  for (const end of ['die', 'crash'] as const) {
    test(`a thread that ends by itself (${end}) leaves nobody waiting, is told of, and refuses from then on`, async (t) => {
      const { asked, died } = thread(t);
      await Promise.all(
        [asked.ask('later', 60_000), asked.ask(end, undefined)].map((one) =>
          assert.rejects(one, unavailable),
        ),
      );
      assert.match((await died).message, /The thread of the test has died/);
      await assert.rejects(asked.ask('echo', 1), unavailable);
      await asked.close();
    });
  }

  test('a thread that cannot close is told of', async (t) => {
    const { asked, died } = thread(t, 'cannot close');
    await asked.close();
    assert.match(String(((await died).cause as Error).message), /cannot close/);
  });
}
