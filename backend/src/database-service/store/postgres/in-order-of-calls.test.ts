import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Write } from '../event-store.ts';
import { inOrderOfCalls } from './in-order-of-calls.ts';

const report = (key: string, id?: string): Write => ({
  kind: 'report',
  report: {
    source: 'a',
    key,
    status: 'ok',
    message: 'x',
    time: '2026-11-22T03:00:00.000Z',
    ...(id !== undefined && { id }),
  },
});
const tick: Write = { kind: 'tick', eventId: 'any' };

/** Says which calls have begun, and ends them one by one. */
function calls() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const apply = inOrderOfCalls(async (writes) => {
    const name = writes.map((write) => (write.kind === 'report' ? write.report.key : write.kind)).join();
    begun.push(name);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    if (name === 'bad') throw new Error('it fails');
  });
  return { apply, begun, end: (name: string) => (ends.get(name)?.(), setImmediate()) };
}

test('calls about different events overlap', async () => {
  const { apply, begun, end } = calls();
  const both = [apply([report('one')]), apply([report('two')])];
  await setImmediate();
  assert.deepEqual(begun, ['one', 'two']);
  await end('two');
  await end('one');
  await Promise.all(both);
});

test('a call waits for those before it that are about the same event or report, and for no others', async () => {
  const { apply, begun, end } = calls();
  const all = [
    apply([report('one'), report('two')]),
    apply([report('three', 'r-1')]),
    apply([report('two')]),
    apply([report('four', 'r-1')]),
    apply([report('two'), report('five')]),
  ];
  await setImmediate();
  assert.deepEqual(begun, ['one,two', 'three']);
  await end('three');
  assert.deepEqual(begun, ['one,two', 'three', 'four']);
  await end('one,two');
  assert.deepEqual(begun.at(-1), 'two');
  await end('two');
  assert.deepEqual(begun.at(-1), 'two,five');
  await end('four');
  await end('two,five');
  await Promise.all(all);
});

test('commands and ticks, whose event may be any, wait for all, and all for them; also when one fails', async () => {
  const { apply, begun, end } = calls();
  const bad = assert.rejects(apply([report('bad')]), /it fails/);
  const others = [apply([tick]), apply([report('one')])];
  await setImmediate();
  assert.deepEqual(begun, ['bad']);
  await end('bad');
  await bad;
  assert.deepEqual(begun, ['bad', 'tick']);
  await end('tick');
  assert.deepEqual(begun, ['bad', 'tick', 'one']);
  await end('one');
  await Promise.all(others);
});
