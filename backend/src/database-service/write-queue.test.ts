import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProblemError } from '../service-kit/problem.ts';
import type { Write, WriteResult } from './store/event-store.ts';
import { createWriteQueue, WRITES_PER_COMMIT, type Load } from './write-queue.ts';

const writes = (...ids: string[]): Write[] => ids.map((eventId) => ({ kind: 'tick', eventId }));
const many = (count: number) => writes(...Array.from({ length: count }, (_none, index) => `w-${index}`));
const bytes = 1;

/** A store that commits when it is told to. */
function stubStore() {
  const batches: { ids: string[]; commit: () => void; fail: (error: Error) => void }[] = [];
  const apply = (batch: readonly Write[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly WriteResult[]>();
    const ids = batch.map((write) => (write.kind === 'tick' ? write.eventId : ''));
    const results = ids.map((id): WriteResult => ({ kind: 'failed', error: new Error(id) }));
    batches.push({ ids, commit: () => resolve(results), fail: reject });
    return promise;
  };
  return { apply, batches };
}
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const names = (results: readonly WriteResult[]) =>
  results.map((result) => (result.kind === 'failed' ? result.error.message : result.kind));

function queueOn(bound?: Load, batchesAtOnce = 1) {
  const { apply, batches } = stubStore();
  const committed: number[] = [];
  const options = { apply, batchesAtOnce, committed: (count: number) => void committed.push(count) };
  return { queue: createWriteQueue({ ...options, ...(bound && { bound }) }), batches, committed };
}

test('whoever waits shares the next commit, and is answered after it with what is theirs', async () => {
  const { queue, batches, committed } = queueOn();
  const first = queue.add(writes('a'), { bytes });
  const second = queue.add(writes('b', 'c'), { bytes });
  await turn();
  assert.deepEqual(
    batches.map(({ ids }) => ids),
    [['a', 'b', 'c']],
  );
  const third = queue.add(writes('d'), { bytes });
  await turn();
  assert.equal(batches.length, 1, 'one commit at a time');
  assert.deepEqual(committed, []);
  batches[0]?.commit();
  assert.deepEqual([names(await first), names(await second)], [['a'], ['b', 'c']]);
  assert.deepEqual(committed, [3]);
  await turn();
  batches[1]?.commit();
  assert.deepEqual(names(await third), ['d']);
  assert.deepEqual(queue.waiting, { items: 0, bytes: 0 });
});

test('what came meanwhile is given to the store before the last batch is answered', async () => {
  const { queue, batches } = queueOn();
  const first = queue.add(writes('a'), { bytes });
  await turn();
  const second = queue.add(writes('b'), { bytes });
  const batchesWhenAnswered = first.then(() => batches.length);
  batches[0]?.commit();
  assert.equal(await batchesWhenAnswered, 2);
  batches[1]?.commit();
  assert.deepEqual(names(await second), ['b']);
});

test('a commit stays small, so that large bodies let others through', async () => {
  const { queue, batches } = queueOn();
  void queue.add(many(WRITES_PER_COMMIT), { bytes });
  void queue.add(many(600), { bytes });
  void queue.add(many(400), { bytes });
  void queue.add(many(1), { bytes });
  for (const size of [WRITES_PER_COMMIT, 1_000, 1]) {
    await turn();
    assert.equal(batches.at(-1)?.ids.length, size);
    batches.at(-1)?.commit();
  }
});

test('a failed commit is told to those who were in it, and to nobody else', async () => {
  const { queue, batches } = queueOn();
  const first = queue.add(writes('a'), { bytes });
  await turn();
  const second = queue.add(writes('b'), { bytes });
  batches[0]?.fail(new ProblemError('out-of-space'));
  await assert.rejects(first, { code: 'out-of-space' });
  await turn();
  batches[1]?.commit();
  assert.deepEqual(names(await second), ['b']);
});

test('a full queue refuses at once, with a time to come back, but nobody who was let in before', async () => {
  const { queue, batches } = queueOn({ items: 3, bytes: 100 });
  const huge = queue.add(many(10), { bytes: 1_000 });
  const isBusy = { code: 'busy', details: { headers: { 'retry-after': '1' } } };
  await assert.rejects(queue.add(writes('a'), { bytes }), isBusy);
  const entered = queue.add(writes('b'), { bytes, whenFull: 'enter' });
  await turn();
  batches[0]?.commit();
  assert.equal((await huge).length, 10, 'what is too large fits an empty queue');
  assert.deepEqual(names(await entered), ['b']);
  const small = queue.add(writes('c'), { bytes: 60 });
  await assert.rejects(queue.add(writes('d'), { bytes: 60 }), isBusy, 'bytes count too');
  await turn();
  batches[1]?.commit();
  await small;
});

test('whoever may wait for room is let in as soon as there is some, in order, and before anybody new', async () => {
  const { queue, batches } = queueOn({ items: 3, bytes: 100 });
  const first = queue.add(writes('a', 'b', 'c'), { bytes });
  await turn();
  const second = queue.add(writes('d', 'e'), { bytes, whenFull: 'wait' });
  const third = queue.add(writes('f', 'g'), { bytes, whenFull: 'wait' });
  assert.equal(queue.waiting.items, 3, 'outside nobody counts');
  batches[0]?.commit();
  await first;
  await turn();
  assert.deepEqual([queue.waiting.items, batches.at(-1)?.ids], [2, ['d', 'e']]);
  await assert.rejects(
    queue.add(writes('h'), { bytes }),
    { code: 'busy' },
    'there is room, but others came first',
  );
  batches[1]?.commit();
  await second;
  await turn();
  batches[2]?.commit();
  assert.deepEqual(names(await third), ['f', 'g']);
});

test('a store that keeps the order gets a large batch before it has answered the last, a small one after', async () => {
  const { queue, batches } = queueOn(undefined, 2);
  const first = queue.add(many(WRITES_PER_COMMIT), { bytes });
  await turn();
  const second = queue.add(writes('small'), { bytes });
  await turn();
  assert.equal(batches.length, 1, 'a small one waits for company');
  const third = queue.add(many(900), { bytes });
  await turn();
  assert.deepEqual(
    batches.map(({ ids }) => ids.length),
    [1_000, 901],
  );
  const fourth = queue.add(many(WRITES_PER_COMMIT), { bytes });
  await turn();
  assert.equal(batches.length, 2, 'two at once, no more');
  for (const at of [0, 1]) batches[at]?.commit();
  assert.deepEqual(
    [(await first).length, names(await second), (await third).length],
    [1_000, ['small'], 900],
  );
  await turn();
  batches[2]?.commit();
  assert.equal((await fourth).length, 1_000);
  assert.deepEqual(queue.waiting, { items: 0, bytes: 0 });
});

test('a store that keeps the order gets a batch beside another as soon as it is as large', async () => {
  const { queue, batches } = queueOn(undefined, 2);
  const first = queue.add(writes('a', 'b'), { bytes });
  await turn();
  const second = queue.add(writes('c'), { bytes });
  await turn();
  assert.equal(batches.length, 1, 'a smaller one waits for company');
  const third = queue.add(writes('d'), { bytes });
  await turn();
  assert.deepEqual(batches.at(-1)?.ids, ['c', 'd']);
  for (const { commit } of batches) commit();
  assert.deepEqual((await Promise.all([first, second, third])).map(names), [['a', 'b'], ['c'], ['d']]);
});

test('closing lets nobody in, and waits for all who are', async () => {
  const { queue, batches } = queueOn();
  const last = queue.add(writes('a'), { bytes });
  let isClosed = false;
  const closed = queue.close().then(() => (isClosed = true));
  await assert.rejects(queue.add(writes('b'), { bytes }), { code: 'unavailable' });
  await turn();
  assert.equal(isClosed, false);
  batches[0]?.commit();
  await last;
  await closed;
  await queue.close();
});
