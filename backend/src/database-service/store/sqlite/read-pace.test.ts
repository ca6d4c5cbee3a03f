import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createReadPace } from './read-pace.ts';

describe('Whoever reads much of the feed', () => {
  function world() {
    let time = 1_000;
    const rests: number[] = [];
    const pace = createReadPace(
      () => time,
      async (milliseconds) => void rests.push(milliseconds),
    );
    return { pace, rests, advance: (milliseconds: number) => void (time += milliseconds) };
  }

  it('goes on at the next turn when nobody writes', async () => {
    const { pace, rests } = world();
    await pace.rest(5);
    assert.deepEqual(rests, []);
  });

  it('rests for longer than it read while somebody writes', async () => {
    const { pace, rests } = world();
    pace.wrote();
    await pace.rest(5);
    await pace.rest(0.1);
    assert.deepEqual(rests, [10, 1]);
  });

  it('and no longer than that', async () => {
    const { pace, rests, advance } = world();
    pace.wrote();
    advance(100);
    await pace.rest(5);
    assert.deepEqual(rests, []);
  });
});
