import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queryObjects } from 'node:v8';
import { createChangeSignal } from './change-signal.ts';

test('wakes all who wait, and nobody who saw it already sleeps over it', async () => {
  const signal = createChangeSignal();
  const woken = Promise.all([signal.after(0, 60_000), signal.after(0, 60_000)]);
  signal.notify();
  await woken;
  await signal.after(0, 60_000);
  const ended = new AbortController();
  const waiting = signal.after(signal.count, 60_000, ended.signal);
  ended.abort();
  await waiting;
});

test('remembers nobody who has stopped waiting, however long nothing is committed', async () => {
  const signal = createChangeSignal();
  const wait = (rounds: number) => Promise.all(Array.from({ length: rounds }, () => signal.after(0, 1)));
  await wait(10);
  const before = queryObjects(Promise, { format: 'count' });
  await wait(2_000);
  const after = queryObjects(Promise, { format: 'count' });
  assert.ok(after - before < 1_000, `${after - before} promises are left`);
  assert.equal(signal.count, 0);
});
