import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedNear, changedWithin, lagOf, NEAR } from './lag.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

test('a lag is how often the distance between change and report doubles, and on which side the change lies', () => {
  const minutes = [0, 0.5, 0.6, 1, 1.1, 2, 2.1, 10 * 365 * 1_440];
  const lags = [0, 0, 1, 1, 2, 2, 3, 22];
  for (const [index, distance] of minutes.entries()) {
    assert.equal(lagOf(distance * MINUTE, 0), lags[index]);
    assert.equal(lagOf(0, distance * MINUTE), 0 - (lags[index] ?? 0));
  }
});

test('whatever was reported within a time changed within the stretch of its lag', () => {
  const from = Date.parse('2026-11-22T03:00:00Z');
  const to = from + DAY;
  const distances = [0, ...Array.from({ length: 42 }, (_none, power) => 2 ** power)];
  for (const reportedAt of [from, from + DAY / 2, to - 1]) {
    for (const distance of distances.flatMap((one) => [one, -one])) {
      const changedAt = reportedAt + distance;
      const lag = lagOf(changedAt, reportedAt);
      const stretch = changedWithin(lag, { from, to });
      assert.ok(changedAt >= stretch.from && changedAt < stretch.to, `${distance} ms of lag ${lag}`);
      const near = changedNear({ from, to });
      if (Math.abs(lag) <= NEAR) assert.ok(changedAt >= near.from && changedAt < near.to);
    }
  }
});

test('the stretch of a lag is that of the time, and little more', () => {
  const hour = { from: 0, to: 60 * MINUTE };
  assert.deepEqual(changedWithin(0, hour), { from: -MINUTE / 2, to: 60.5 * MINUTE });
  assert.deepEqual(changedWithin(3, hour), { from: 2 * MINUTE, to: 64 * MINUTE });
  assert.deepEqual(changedWithin(-3, hour), { from: -4 * MINUTE, to: 58 * MINUTE });
  assert.deepEqual(changedNear(hour), { from: -8 * MINUTE, to: 68 * MINUTE });
  assert.deepEqual(changedWithin(0, { from: -Infinity, to: Infinity }), { from: -Infinity, to: Infinity });
});
