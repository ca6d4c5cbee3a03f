import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { it, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChangesAnswer, EventFilter } from '@signalbox/contracts';
import type { FastifyReply } from 'fastify';
import { makeChange } from '../../../test/support/make-change.ts';
import { stillClock } from '../../../test/support/still-clock.ts';
import { ChangeBuffer } from './change-buffer.ts';
import { LiveFeed } from './live-feed.ts';

/** Milliseconds that it takes to give a frame to one browser. */
const COST_MS = 0.5;
const BATCH_EVERY_MS = 5;
/** 5,000 a second. */
const BATCH = 25;
const EVENTS = 300;
const FILTERS: readonly EventFilter[] = [{}, { state: ['open'] }, { source: ['plaza-north'] }];

/** A gateway through which everything happens at times that the test chooses. */
function worldOf(t: TestContext) {
  const { clock, pass, advance } = stillClock();
  const tail = { cursor: 'e-0' };
  let seq = 0;
  let reads = 0;
  const feed = new LiveFeed(
    {
      tail,
      buffer: new ChangeBuffer(),
      watch: {
        isUp: true,
        health: { databaseService: 'up', since: '2026-11-22T03:17:42.123Z' },
        guard: (call) => call(AbortSignal.abort()),
      },
      client: {
        changes: async (): Promise<ChangesAnswer> => {
          reads += 1;
          return { cursor: `e-${seq}`, entries: [makeChange(seq, 'a')], refresh: false };
        },
      },
      streamsMost: 1_000,
    },
    clock,
  );
  t.after(() => feed.close());

  return {
    reads: () => reads,
    /** A browser; what it gives is when frames of changes came. */
    open(filter: EventFilter, behind: number): readonly number[] {
      const moments: number[] = [];
      const written = (frame: string | Buffer) => {
        if (!frame.includes('event: change')) return;
        moments.push(clock.now());
        pass(COST_MS);
      };
      feed.connect(replyOf(written), filter, `e-${Math.max(0, seq - behind)}`);
      return moments;
    },
    async goOn(): Promise<void> {
      const entries = Array.from({ length: BATCH }, () => makeChange((seq += 1), `event-${seq % EVENTS}`));
      const after = tail.cursor;
      tail.cursor = `e-${seq}`;
      feed.take({ after, cursor: tail.cursor, entries, refresh: false });
      advance(BATCH_EVERY_MS);
      await nextTurn();
    },
    now: () => clock.now(),
  };
}

/** As much of a reply as a stream takes. */
function replyOf(written: (frame: string | Buffer) => void): FastifyReply {
  const raw = Object.assign(new EventEmitter(), {
    destroyed: false,
    writableEnded: false,
    writableLength: 0,
    writeHead: () => undefined,
    write: written,
    end: () => raw.emit('close'),
    destroy: () => undefined,
  });
  return { raw, getHeaders: () => ({}), hijack: () => undefined } as unknown as FastifyReply;
}

/** The most of these moments in any time of this length. */
const mostWithin = (moments: readonly number[], milliseconds: number): number =>
  Math.max(...moments.map((from) => moments.filter((at) => at >= from && at <= from + milliseconds).length));

it('no browser gets more than 4 frames of changes a second, whenever it came and however busy the gateway is', async (t) => {
  const world = worldOf(t);
  const browsers: (readonly number[])[] = [];
  for (let round = 0; round < 2_000; round += 1) {
    const filter = FILTERS[round % FILTERS.length] ?? {};
    // They come back from now, from what memory holds, and from so far away that the database is asked.
    if (round % 7 === 0 && browsers.length < 200) browsers.push(world.open(filter, (round * 97) % 9_000));
    await world.goOn();
  }
  assert.ok(world.reads() > 20, `the database was asked ${world.reads()} times`);
  for (const moments of browsers) {
    for (const seconds of [1, 2, 5]) {
      const most = mostWithin(moments, seconds * 1_000);
      assert.ok(most <= 4 * seconds + 1, `${most} frames in ${seconds} s`);
    }
    const lived = (world.now() - (moments[0] ?? 0)) / 1_000;
    assert.ok(moments.length > 2 * lived, `${moments.length} frames in ${lived} s`);
  }
});
