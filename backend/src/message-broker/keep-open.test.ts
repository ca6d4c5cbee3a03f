import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANSWER_WITHIN_MS, keepOpen, LONGEST_PAUSE_MS } from './keep-open.ts';

const unheard = { connected: () => undefined, lost: () => undefined, refused: () => undefined };

describe('what is kept open', () => {
  it('is there again within ten seconds of being there: an attempt and a pause take less', async () => {
    const pauses: number[] = [];
    const lost = Promise.withResolvers<string>();
    const open = async () => {
      if (pauses.length < 100) throw new Error('away');
      return { lost: lost.promise, close: async () => lost.resolve('closed') };
    };
    const kept = keepOpen(open, unheard, async (ms) => void pauses.push(ms));
    await kept.opened();
    await kept.close();
    assert.ok(Math.min(...pauses.slice(0, 100)) > 0);
    assert.ok(Math.max(...pauses) <= LONGEST_PAUSE_MS);
    assert.ok(ANSWER_WITHIN_MS + LONGEST_PAUSE_MS < 10_000);
  });

  it('is looked for seldom when it stays away, and soon when it was there for long', async (t) => {
    const pauses: number[] = [];
    let now = 0;
    t.mock.method(performance, 'now', () => now);
    const isOpen = [...Array<boolean>(20).fill(false), true, false];
    const open = async () => {
      if (isOpen.shift() !== true) throw new Error('away');
      now += 60_000;
      return { lost: Promise.resolve('cut'), close: async () => undefined };
    };
    const done = Promise.withResolvers<void>();
    const kept = keepOpen(open, unheard, async (ms) => {
      pauses.push(ms);
      if (isOpen.length === 0) done.resolve();
    });
    await done.promise;
    await kept.close();
    assert.ok((pauses[19] ?? 0) >= LONGEST_PAUSE_MS / 2, 'it is stormed');
    assert.ok((pauses[20] ?? Infinity) <= 100, 'it is not looked for at once');
  });
});
