import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketsOver } from './histogram-buckets.ts';

const NOW = '2026-11-22T03:17:42.123Z';
const minute = (time: string) => Math.floor(Date.parse(time) / 60_000);

test('an hour until now by default, a bar for each minute', () => {
  const { start, end, width } = bucketsOver({ filter: {}, buckets: 60 }, NOW);
  assert.deepEqual([start, end, width], [minute('2026-11-22T02:18:00Z'), minute('2026-11-22T03:18:00Z'), 1]);
});

test('bars cover the asked time, side by side, and are never more than asked for', () => {
  const times = [
    '0001-01-01T00:00:00.000Z',
    '1969-12-31T23:58:30.000Z',
    '1970-01-01T00:00:00.000Z',
    NOW,
    '9999-12-31T23:59:59.999Z',
  ];
  for (const histogramFrom of times) {
    for (const histogramTo of times.filter((to) => to > histogramFrom)) {
      for (const buckets of [1, 2, 3, 7, 60, 240]) {
        const { start, end, width } = bucketsOver({ filter: {}, histogramFrom, histogramTo, buckets }, NOW);
        const count = (end - start) / width;
        const told = JSON.stringify({ histogramFrom, histogramTo, buckets, start, end, width });
        assert.ok(Number.isInteger(count) && count >= 1 && count <= buckets, told);
        assert.ok(
          Number.isInteger(width) && start <= minute(histogramFrom) && end >= minute(histogramTo),
          told,
        );
      }
    }
  }
});

test('bars stand still while time goes on', () => {
  const at = (now: string) => bucketsOver({ filter: {}, buckets: 12 }, now);
  assert.deepEqual(at('2026-11-22T03:16:00.000Z').width, at('2026-11-22T03:17:00.000Z').width);
  assert.equal(at('2026-11-22T03:17:00.000Z').start % at('2026-11-22T03:17:00.000Z').width, 0);
});
