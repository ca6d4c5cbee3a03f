import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latencyOf, median, percentile } from '../../bench/statistics.ts';

test('the median is the value in the middle, or lies between the two there', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 9, 2]), 3);
  assert.equal(median([7]), 7);
});

test('a percentile lies between its neighbours in proportion', () => {
  const values = Array.from({ length: 101 }, (_, at) => 100 - at);
  assert.equal(percentile(values, 0), 0);
  assert.equal(percentile(values, 99), 99);
  assert.equal(percentile([10, 20], 25), 12.5);
  assert.equal(percentile(values, 100), 100);
});

test('of nothing there is no figure', () => {
  assert.ok(Number.isNaN(median([])));
});

test('numbers are sorted as numbers', () => {
  assert.deepEqual(latencyOf([10, 9, 100]), { p50: 10, p99: 98.2 });
});
