import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { none } from './counts.ts';
import { runLanes } from './run-lanes.ts';
import type { Stage } from './stages.ts';

const stage = (name: string, after?: string): Stage => ({
  name,
  ...(after && { after }),
  run: async () => ({ counts: none, code: 0, output: '' }),
});

/** What began and ended, in order. */
async function storyOf(lanes: Stage[][]): Promise<string> {
  const story: string[] = [];
  const counts = await runLanes(lanes, async ({ name }) => {
    story.push(`${name}{`);
    await turn();
    story.push(`}${name}`);
    return none;
  });
  assert.equal(counts.length, lanes.flat().length);
  return story.join(' ');
}

describe('the lanes of npm test', () => {
  it('run side by side, each in its order', async () => {
    assert.equal(await storyOf([[stage('a'), stage('b')], [stage('c')]]), 'a{ c{ }a b{ }c }b');
  });

  it('wait for a stage of another lane', async () => {
    assert.equal(await storyOf([[stage('a'), stage('b')], [stage('c', 'b')]]), 'a{ }a b{ }b c{ }c');
  });

  it('do not wait for what does not run', async () => {
    assert.equal(await storyOf([[], [stage('c', 'b')]]), 'c{ }c');
  });
});
