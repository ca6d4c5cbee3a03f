import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPace } from './pace.ts';

test('what happens alone is indexed at once; while much happens, in bites with a rest between', () => {
  let now = 1_000;
  const pace = createPace(() => now);
  assert.equal(pace.restBefore(1), 0);
  pace.rest();
  assert.ok(pace.restBefore(1) > 0);
  assert.equal(pace.restBefore(pace.bite), 0, 'a whole bite waits for nothing');
  pace.hurry();
  assert.equal(pace.restBefore(1), 0, 'nor does anybody who reads');
  pace.rest();
  now += 1_000;
  assert.equal(pace.restBefore(1), 0);
});
