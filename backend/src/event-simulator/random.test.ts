import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRandom } from './random.ts';
import { fillPhrase } from './toll-road/phrase.ts';

describe('chance that can be repeated', () => {
  it('is even enough: each tenth has its tenth', () => {
    const random = createRandom(1);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let count = 0; count < 20_000; count += 1) tenths[Math.floor(random.next() * 10)]! += 1;
    for (const tenth of tenths) assert.ok(tenth > 1_800 && tenth < 2_200, tenths.join(' '));
  });

  it('keeps its bounds, both included', () => {
    const random = createRandom(2);
    const seen = new Set(Array.from({ length: 500 }, () => random.between(3, 6)));
    assert.deepEqual([...seen].sort(), [3, 4, 5, 6]);
  });

  it('obeys its weights', () => {
    const random = createRandom(3);
    const names = Array.from({ length: 1_000 }, () => random.weighted({ often: 9, seldom: 1, never: 0 }));
    const seldom = names.filter((name) => name === 'seldom').length;
    assert.ok(seldom > 60 && seldom < 150, String(seldom));
    assert.ok(!names.includes('never'));
  });
});

describe('a phrase', () => {
  it('has other figures each time, within their range', () => {
    const said = fillPhrase('{3-9} polls lost, last plate {plate}', createRandom(4));
    assert.match(said, /^[3-9] polls lost, last plate [A-Z]{2}-[A-Z]{2} \d{3,4}$/);
  });
});
