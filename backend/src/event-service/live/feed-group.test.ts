import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change, EventFilter } from '@signalbox/contracts';
import { makeChange } from '../../../test/support/make-change.ts';
import { stillClock } from '../../../test/support/still-clock.ts';
import { ChangeBuffer } from './change-buffer.ts';
import { Deliveries } from './deliveries.ts';
import { FeedGroup } from './feed-group.ts';
import type { LiveClient } from './live-client.ts';

const partsOf = () => ({ ...stillClock(), deliveries: new Deliveries(), buffer: new ChangeBuffer() });

/** A group of browsers of which each remembers the frames that it was given. */
function groupOf(browsers: number, filter: EventFilter = {}, parts = partsOf()) {
  const group = new FeedGroup(filter, 'e-0', parts);
  const frames: Buffer[][] = [];
  for (let index = 0; index < browsers; index += 1) {
    const taken: Buffer[] = [];
    const client = {
      cursor: 'e-0',
      take(frame: Buffer | undefined, cursor: string) {
        client.cursor = cursor;
        if (frame) taken.push(frame);
      },
    };
    group.join(client as unknown as LiveClient);
    frames.push(taken);
  }
  const hears = (...entries: Change[]) => {
    const [first, last] = [entries[0]?.seq ?? 0, entries.at(-1)?.seq ?? 0];
    group.take({ after: `e-${first - 1}`, cursor: `e-${last}`, entries, refresh: false });
  };
  return { ...parts, group, frames, hears };
}

describe('a group of browsers with the same filter', () => {
  it('shares the bytes of each frame', () => {
    const { frames, hears, advance } = groupOf(3);
    hears(makeChange(1, 'a'));
    advance(0);
    const [[first] = [], ...others] = frames;
    assert.ok(first?.includes('"seq":1'));
    assert.ok(
      others.every(([frame]) => frame === first),
      'the same buffer, not an equal one',
    );
  });

  it('gets four frames a second and no more, whatever happens', () => {
    const { frames, hears, advance } = groupOf(1);
    for (let millisecond = 1; millisecond <= 10_000; millisecond += 1) {
      hears(makeChange(millisecond, `event-${millisecond % 7}`));
      advance(1);
    }
    assert.equal(frames[0]?.length, 40);
  });

  it('is told at once of what comes after a silence', () => {
    const { frames, hears, advance } = groupOf(1);
    advance(60_000);
    hears(makeChange(1, 'a'));
    advance(0);
    assert.equal(frames[0]?.length, 1);
  });

  it('is told nothing of a past that is gone, not even what was on its way', () => {
    const { group, frames, hears, advance } = groupOf(100);
    hears(makeChange(1, 'a'));
    advance(0); // more browsers than are served in one turn
    assert.equal(frames.at(-1)?.length, 0);
    group.restart('f-1');
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
      assert.equal(frames.at(-1)?.length, 0),
    );
  });
});

describe('groups with different filters', () => {
  it('share what was written of each change', (t) => {
    const parts = partsOf();
    const groups = [{}, { state: ['open' as const] }, { source: ['plaza-north'] }].map((filter) =>
      groupOf(1, filter, parts),
    );
    const changes = [makeChange(1, 'a'), makeChange(2, 'b'), makeChange(3, 'a', {}, {})];
    const stringify = t.mock.method(JSON, 'stringify');
    for (const { hears } of groups) hears(...changes);
    parts.advance(0);
    const written = stringify.mock.calls.filter(({ arguments: [value] }) => typeof value === 'object');
    assert.equal(written.length, 2, 'the newest change of each event, for all of them together');
    assert.deepEqual(
      groups.map(({ frames }) => frames[0]?.length),
      [1, 1, 1],
    );
  });
});
