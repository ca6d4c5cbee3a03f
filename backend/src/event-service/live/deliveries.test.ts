import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventually } from '../../../test/support/eventually.ts';
import { Deliveries } from './deliveries.ts';

function* count(name: string, to: number, done: string[]): Generator<void, void> {
  for (let step = 1; step <= to; step += 1) {
    done.push(`${name} ${step}`);
    yield;
  }
}

describe('deliveries', () => {
  it('are done in the order in which they were given', async () => {
    const done: string[] = [];
    const deliveries = new Deliveries();
    for (const [name, to] of [
      ['a', 150],
      ['b', 0],
      ['c', 3],
    ] as const)
      deliveries.add(count(name, to, done));
    const expected = [
      ...Array.from({ length: 150 }, (_none, index) => `a ${index + 1}`),
      ...['c 1', 'c 2', 'c 3'],
    ];
    await eventually(() => assert.deepEqual(done, expected));
    deliveries.add(count('d', 1, done));
    assert.equal(done.at(-1), 'd 1', 'and at once when nothing is before them');
  });

  it('let others in between', async () => {
    const done: string[] = [];
    new Deliveries().add(count('a', 1_000, done));
    await nextTurn();
    const afterOneTurn = done.length;
    assert.ok(afterOneTurn < 200, `${afterOneTurn} steps in the first turns`);
    await eventually(() => assert.equal(done.length, 1_000));
  });
});
