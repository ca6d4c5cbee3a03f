import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedWithin, lagOf, LAGS } from './lag.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

test('a lag is by which factor of four the change lies from the report, and on which side', () => {
  const minutes = [0, 5, 5.1, 20, 21, 80, 81, 10 * 365 * 1_440];
  const lags = minutes.map((distance) => lagOf(distance * MINUTE, 0));
  assert.deepEqual(lags, [0, 0, 1, 1, 2, 2, 3, 10]);
  assert.deepEqual(
    minutes.map((distance) => lagOf(0, distance * MINUTE)),
    [0, 0, -1, -1, -2, -2, -3, -10],
  );
});

test('whatever was reported within a time changed within the stretch of its lag', () => {
  const from = Date.parse('2026-11-22T03:00:00Z');
  const to = from + DAY;
  const distances = [0, ...Array.from({ length: 42 }, (_none, power) => 2 ** power)];
  for (const reportedAt of [from, from + DAY / 2, to - 1]) {
    for (const distance of distances.flatMap((one) => [one, -one])) {
      const changedAt = reportedAt + distance;
      const lag = lagOf(changedAt, reportedAt);
      assert.ok(LAGS.includes(lag));
      const stretch = changedWithin(lag, { from, to });
      assert.ok(changedAt >= stretch.from && changedAt < stretch.to, `${distance} ms of lag ${lag}`);
    }
  }
});

test('the stretch of prompt events is that of the time, and little more', () => {
  const hour = { from: 0, to: 60 * MINUTE };
  assert.deepEqual(changedWithin(0, hour), { from: -5 * MINUTE, to: 65 * MINUTE });
  assert.deepEqual(changedWithin(1, hour), { from: 5 * MINUTE, to: 80 * MINUTE });
  assert.deepEqual(changedWithin(-1, hour), { from: -20 * MINUTE, to: 55 * MINUTE });
  assert.deepEqual(changedWithin(0, { from: -Infinity, to: Infinity }), { from: -Infinity, to: Infinity });
});
