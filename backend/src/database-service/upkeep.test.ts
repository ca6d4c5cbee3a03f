import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doUpkeep, isUpkeepEvent } from './upkeep.ts';

/** Tasks that have so many more steps to do, and how often each was done. */
function upkeepOf(steps: { holds: number; sums: number; identities: number }) {
  const done: string[] = [];
  const step = (name: keyof typeof steps) => {
    done.push(name);
    return (steps[name] -= 1) > 0;
  };
  const store = {
    dueHolds: async () => Array.from({ length: step('holds') ? 500 : 3 }, (_none, index) => String(index)),
    apply: async () => [],
    followSums: async () => step('sums'),
    forgetBefore: async () => step('identities'),
  };
  return { done, run: (hasTime: () => boolean) => doUpkeep({ store, deduplicationDays: 7, hasTime }) };
}

test('ends holds, follows the sums and forgets identities, each to its end', async () => {
  const { done, run } = upkeepOf({ holds: 2, sums: 2, identities: 1 });
  assert.equal(await run(() => true), true);
  assert.deepEqual(done, ['holds', 'holds', 'sums', 'sums', 'identities']);
});

test('leaves the rest to the next time when time is short', async () => {
  const { done, run } = upkeepOf({ holds: 1, sums: 9, identities: 1 });
  let left = 3;
  assert.equal(await run(() => (left -= 1) > 0), false);
  assert.deepEqual(done, ['holds', 'sums', 'sums', 'sums']);
});

test('is asked for by an event of its own', () => {
  assert.equal(isUpkeepEvent({ signalbox: 'upkeep' }), true);
  for (const event of [null, 'upkeep', {}, { signalbox: 'x' }, { 'detail-type': 'Scheduled Event' }])
    assert.equal(isUpkeepEvent(event), false);
});
