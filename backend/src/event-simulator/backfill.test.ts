import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planBackfill } from './backfill.ts';
import { createRandom } from './random.ts';

const DAY_MS = 86_400_000;
const plan = () => [...planBackfill({ random: createRandom(7), run: 'k3f9', events: 500, overMs: DAY_MS })];

describe('a backfill', () => {
  it('makes so many events, spread over the period', () => {
    const planned = plan();
    assert.equal(new Set(planned.map(({ saying }) => `${saying.source} ${saying.key}`)).size, 500);
    assert.ok(planned.every(({ ageMs, atOnce }) => ageMs >= 0 && ageMs <= DAY_MS && atOnce));
    assert.equal(planned[0]?.ageMs, DAY_MS);
  });

  it('is the same for the same seed', () => {
    assert.deepEqual(plan(), plan());
  });

  it('tells of each event in its order', () => {
    const ages = new Map<string, number>();
    for (const { saying, ageMs } of plan()) {
      const name = `${saying.source} ${saying.key}`;
      assert.ok(ageMs <= (ages.get(name) ?? Infinity));
      ages.set(name, ageMs);
    }
  });
});
