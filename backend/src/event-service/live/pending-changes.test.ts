import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '@signalbox/contracts';
import { makeChange } from '../../../test/support/make-change.ts';
import { PendingChanges } from './pending-changes.ts';

const OPEN = { state: 'open' } as const;
const DONE = { state: 'completed' } as const;

const told = (changes: readonly Change[]) =>
  changes.map(({ seq, eventId, left }) => `${seq} ${eventId}${left ? ' left' : ''}`);

function pending(filter: object, ...changes: Change[]): PendingChanges {
  const made = new PendingChanges(filter);
  for (const change of changes) made.add(change);
  return made;
}

describe('what changed since the last frame', () => {
  it('is the newest entry of each event, in commit order', () => {
    const made = pending({}, makeChange(1, 'a'), makeChange(2, 'b'), makeChange(3, 'a', OPEN, OPEN));
    assert.deepEqual(told(made.entries()), ['2 b', '3 a']);
  });

  it('keeps what the event was before the oldest entry', () => {
    const [change] = pending({}, makeChange(1, 'a'), makeChange(2, 'a', DONE, OPEN)).entries();
    assert.equal(change?.was, null);
  });

  for (const [story, changes, expected] of [
    ['what matches', [makeChange(1, 'a', OPEN)], ['1 a']],
    ['not what never matched', [makeChange(1, 'a', DONE), makeChange(2, 'a', DONE, DONE)], []],
    ['what matched and does not, as left', [makeChange(1, 'a', DONE, OPEN)], ['1 a left']],
    [
      'not what came and went between two frames',
      [makeChange(1, 'a', OPEN, DONE), makeChange(2, 'a', DONE, OPEN)],
      [],
    ],
    ['what went and came back', [makeChange(1, 'a', DONE, OPEN), makeChange(2, 'a', OPEN, DONE)], ['2 a']],
    [
      'what went, by whatever steps, once as left',
      [makeChange(1, 'a', OPEN, OPEN), makeChange(2, 'a', DONE, OPEN), makeChange(3, 'a', DONE, DONE)],
      ['3 a left'],
    ],
  ] as const) {
    it(`holds, for a filter, ${story}`, () => {
      assert.deepEqual(told(pending({ state: ['open'] }, ...changes).entries()), expected);
    });
  }

  it('tells one who joined in between what is later, and of what does not match that it left', () => {
    const made = pending(
      { state: ['open'] },
      makeChange(1, 'a'),
      makeChange(2, 'b'),
      makeChange(3, 'a', DONE, OPEN),
      makeChange(4, 'c'),
    );
    assert.deepEqual(told(made.entriesAfter(2)), ['3 a left', '4 c']);
    assert.deepEqual(told(made.entries()), ['2 b', '4 c']);
  });

  it('tells one who was within a batch that whatever does not match may have left', () => {
    const made = new PendingChanges({ state: ['open'] });
    made.addUncertain(makeChange(5, 'a', DONE, DONE));
    made.addUncertain(makeChange(6, 'b', OPEN, OPEN));
    assert.deepEqual(told(made.entries()), ['5 a left', '6 b']);
  });

  it('of more than 500 events is a demand to read anew, and takes no more room', () => {
    const made = pending(
      {},
      ...Array.from({ length: 502 }, (_, index) => makeChange(index + 1, `e${index}`)),
    );
    assert.ok(made.refresh);
    assert.deepEqual(made.entries(), []);
  });

  it('of many entries of few events is not', () => {
    const made = pending(
      {},
      ...Array.from({ length: 5_000 }, (_, index) => makeChange(index + 1, `e${index % 500}`)),
    );
    assert.equal(made.refresh, false);
    assert.equal(made.entries().length, 500);
  });
});
