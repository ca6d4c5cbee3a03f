import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurns } from './in-turns.ts';

test('a large batch lets others in after each slice, and gives every item once and in order', async () => {
  const items = Array.from({ length: 1_000 }, (_none, index) => index);
  const given: number[] = [];
  const story: string[] = [];
  for await (const some of inTurns(items)) {
    given.push(...some);
    story.push('slice');
    setImmediate(() => story.push('page'));
  }
  assert.deepEqual(given, items);
  assert.deepEqual(
    story.slice(0, -1),
    story.slice(0, -1).map((_one, at) => (at % 2 ? 'page' : 'slice')),
  );
  assert.ok(story.filter((one) => one === 'page').length >= 4, story.join(' '));
});

test('a small batch waits for nobody', async () => {
  let others = 0;
  setImmediate(() => (others += 1));
  for await (const some of inTurns(['only one'])) assert.deepEqual(some, ['only one']);
  assert.equal(others, 0);
});
