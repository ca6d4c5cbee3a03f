import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { eventually } from '../../test/support/eventually.ts';
import { startHoldClock } from './hold-clock.ts';
import type { WriteResult } from './store/event-store.ts';
import { createWriteQueue } from './write-queue.ts';

test('ends holds also while the queue is full of reports', async (t) => {
  const held = Promise.withResolvers<void>();
  const applied: string[] = [];
  const queue = createWriteQueue({
    bound: { items: 1, bytes: 1 },
    apply: async (writes) => {
      await held.promise;
      return writes.map((write): WriteResult => {
        if (write.kind === 'tick') applied.push(write.eventId);
        return { kind: 'done', event: undefined };
      });
    },
  });
  const busy = queue.add([{ kind: 'tick', eventId: 'a report, say' }], { bytes: 1 });
  const errors: unknown[] = [];
  const clock = startHoldClock({ dueHolds: async () => ['due'] }, queue, (error) => errors.push(error));
  t.after(() => clock.stop());
  held.resolve();
  await busy;
  await eventually(() => assert.ok(applied.includes('due')));
  assert.deepEqual(errors, []);
});

test('says when a hold cannot be ended, and rests before it tries again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const error = new Error('no rule foresaw this');
  let rounds = 0;
  const add = async (): Promise<WriteResult[]> => {
    rounds += 1;
    return [{ kind: 'failed', error }];
  };
  const errors: unknown[] = [];
  const due = Array.from({ length: 500 }, (_none, index) => String(index));
  const clock = startHoldClock({ dueHolds: async () => due }, { add }, (one) => errors.push(one));
  t.after(() => clock.stop());
  await turn();
  assert.deepEqual(errors, [error]);
  t.mock.timers.tick(999);
  await turn();
  assert.equal(rounds, 1);
  t.mock.timers.tick(1);
  await turn();
  assert.equal(rounds, 2);
});
