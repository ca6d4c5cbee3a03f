import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Receipt } from '@signalbox/contracts';
import { ProblemError } from '../service-kit/problem.ts';
import type { Sent } from './report-door.ts';
import { takeLines } from './take-lines.ts';
import { WRITES_PER_COMMIT } from './write-queue.ts';

const LINES_IN_CHUNK = 100;
const lines = (line = '{"status":"ok","message":"x"}\n') => Buffer.from(line.repeat(LINES_IN_CHUNK));
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A body without end, of which it is known how much was asked for. */
function endless(chunk: Buffer) {
  const body = { asked: 0, released: false, ended: false, next, release: () => void (body.released = true) };
  async function next() {
    await turn();
    if (body.ended) return undefined;
    body.asked += 1;
    return chunk;
  }
  return body;
}

/** A door behind which nothing is written until it is told so. */
function heldDoor() {
  const taken: { slice: readonly Sent[]; write: () => void; fail: (error: Error) => void }[] = [];
  let index = 0;
  const take = (slice: readonly Sent[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Receipt[]>();
    const receipts = slice.map((): Receipt => ({ index: index++, result: 'created' }));
    taken.push({ slice, write: () => resolve(receipts), fail: reject });
    return promise;
  };
  return { taken, take };
}

async function settled(body: { asked: number }): Promise<number> {
  for (let before = -1; before !== body.asked;) {
    before = body.asked;
    for (let turns = 0; turns < 10; turns += 1) await turn();
  }
  return body.asked;
}

test('while nothing gets to the disk, so much of an endless body is read and no more', async () => {
  const [body, door] = [endless(lines()), heldDoor()];
  const told: number[] = [];
  const taking = takeLines(body, door, (receipts) => told.push(...receipts.map(({ index }) => index)));
  const held = () => door.taken.reduce((sum, { slice }) => sum + slice.length, 0);
  const asked = await settled(body);
  assert.ok(held() >= 2 * WRITES_PER_COMMIT, 'the writer finds its next batch');
  assert.ok(held() <= 3 * WRITES_PER_COMMIT, `${held()} are held`);
  assert.ok(asked * LINES_IN_CHUNK <= held() + LINES_IN_CHUNK, 'nothing is read that is not taken');

  for (const { write } of door.taken.slice(0, 5)) write();
  assert.equal(await settled(body), asked + 5, 'what was written makes room for as much');
  body.ended = true;
  for (let at = 0; at < door.taken.length; at += 1) door.taken[at]?.write();
  await turn();
  for (const { write } of door.taken) write();
  await taking;
  assert.deepEqual(told, [...told.keys()], 'all of it is told, in order');
  assert.equal(told.length, held());
  assert.ok(body.released);
});

test('long lines are bounded by their bytes', async () => {
  const long = `{"status":"ok","message":"x","attributes":{"a":"${'x'.repeat(15_000)}"}}\n`;
  const [body, door] = [endless(lines(long)), heldDoor()];
  const taking = takeLines(body, door, () => undefined);
  await settled(body);
  assert.ok(body.asked * lines(long).length <= 8 * 1_024 * 1_024);
  body.ended = true;
  for (const { write } of door.taken) write();
  await turn();
  for (const { write } of door.taken) write();
  await taking;
});

test('ends when a slice fails, and tells nothing behind it', async () => {
  const [body, door] = [endless(lines()), heldDoor()];
  const told: number[] = [];
  const taking = takeLines(body, door, (receipts) => told.push(...receipts.map(({ index }) => index)));
  await settled(body);
  door.taken.forEach(({ write, fail }, at) => (at === 1 ? fail(new ProblemError('out-of-space')) : write()));
  await assert.rejects(taking, { code: 'out-of-space' });
  assert.equal(told.length, LINES_IN_CHUNK);
  assert.ok(body.released);
});

test('tells what got to the disk before the body broke off', async () => {
  const [body, door] = [endless(lines()), heldDoor()];
  const next = async () => {
    if (body.asked < 3) return body.next();
    throw new ProblemError('bad-request', 'The body broke off.');
  };
  const told: Receipt[] = [];
  const taking = takeLines({ ...body, next }, door, (receipts) => told.push(...receipts));
  await settled(body);
  for (const { write } of door.taken) write();
  await assert.rejects(taking, { code: 'bad-request' });
  assert.equal(told.length, 3 * LINES_IN_CHUNK);
});
