import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { Change, ChangesAnswer, ChangesQuery, EventFilter, Hello, Reset } from '@signalbox/contracts';
import { bareApp } from '../../../test/support/bare-app.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { makeChange } from '../../../test/support/make-change.ts';
import { openStream } from '../../../test/support/open-stream.ts';
import { ProblemAnswerError, UnreachableError } from '../../database-client/index.ts';
import { ChangeBuffer } from './change-buffer.ts';
import { LiveFeed } from './live-feed.ts';

const OPEN = { state: 'open' } as const;
const DONE = { state: 'completed' } as const;

/** A feed without a database service: the test says what the tail hears, and what the database would answer. */
async function feedOf(
  t: TestContext,
  { streamsMost = 10, filter = {} }: { readonly streamsMost?: number; readonly filter?: EventFilter } = {},
) {
  const tail = { cursor: 'e-10' as string | null };
  const asked: ChangesQuery[] = [];
  const database = {
    isUp: true,
    answer: (): ChangesAnswer => ({ cursor: tail.cursor ?? '', entries: [], refresh: false }),
  };
  const watch = {
    get isUp() {
      return database.isUp;
    },
    health: { databaseService: 'up', since: '2026-11-22T03:17:42.123Z' } as const,
    guard: <Result>(call: (signal: AbortSignal) => Promise<Result>) => call(AbortSignal.timeout(1_000)),
  };
  const client = {
    changes: async (query: ChangesQuery = {}) => {
      asked.push(query);
      return database.answer();
    },
  };
  const feed = new LiveFeed({ client, watch, tail, buffer: new ChangeBuffer(), streamsMost });
  const app = bareApp();
  app.get<{ Querystring: { after?: string } }>('/stream', ({ query }, reply) =>
    feed.connect(reply, filter, query.after),
  );
  app.addHook('preClose', async () => feed.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => app.close());

  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/stream`;
  return {
    feed,
    tail,
    asked,
    database,
    url,
    hears: (after: number, to: number, ...entries: Change[]) => {
      tail.cursor = `e-${to}`;
      feed.take({ after: `e-${after}`, cursor: `e-${to}`, entries, refresh: false });
    },
    open: async (after?: string) => {
      const stream = openStream(t, after === undefined ? url : `${url}?after=${after}`);
      await eventually(() => assert.equal(stream.frames[0]?.event, 'hello'));
      const told = () =>
        stream
          .changes()
          .flatMap(({ entries }) => entries.map(({ seq, left }) => (left ? `${seq} left` : `${seq}`)));
      return { stream, tells: (...seqs: string[]) => eventually(() => assert.deepEqual(told(), seqs)) };
    },
  };
}

describe('a browser that comes back', () => {
  it('is told from memory what it missed, and the database is not asked', async (t) => {
    const { hears, open, asked } = await feedOf(t);
    hears(10, 12, makeChange(11, 'a'), makeChange(12, 'b'));
    hears(12, 13, makeChange(13, 'a'));
    await (await open('e-10')).tells('12', '13');
    await (await open('e-12')).tells('13');
    await (await open('e-13')).tells();
    assert.equal(asked.length, 0);
  });

  it('from within a batch is told of what may have left meanwhile', async (t) => {
    const { hears, open } = await feedOf(t, { filter: { state: ['open'] } });
    hears(
      10,
      15,
      makeChange(12, 'a', OPEN),
      makeChange(14, 'b', DONE, DONE),
      makeChange(15, 'c', OPEN, DONE),
    );
    await (await open('e-13')).tells('14 left', '15');
    await (await open('e-10')).tells('12', '15');
  });

  it('is told by the database when memory does not reach so far', async (t) => {
    const { open, asked, database } = await feedOf(t, { filter: { state: ['open'], q: 'words' } });
    database.answer = () => ({ cursor: 'e-10', entries: [makeChange(4, 'a')], refresh: false });
    await (await open('e-3')).tells('4');
    assert.deepEqual(asked, [{ state: ['open'], after: 'e-3', mode: 'latest' }]);
  });

  it('with a page that is newer than the tail is told nothing twice', async (t) => {
    const { hears, open, asked, database } = await feedOf(t);
    database.answer = () => ({ cursor: 'e-12', entries: [], refresh: false });
    const { tells } = await open('e-12');
    await eventually(() => assert.equal(asked.length, 1));
    hears(10, 11, makeChange(11, 'a'));
    hears(11, 14, makeChange(12, 'b'), makeChange(14, 'c'));
    hears(14, 15, makeChange(15, 'd'));
    await tells('14', '15');
    assert.equal(asked.length, 1, 'the database is asked once');
  });

  it('is told after all when the question was lost and nobody noticed an outage', async (t) => {
    const { open, database } = await feedOf(t);
    const answer = () => ({ cursor: 'e-10', entries: [makeChange(4, 'a')], refresh: false });
    database.answer = () => {
      database.answer = answer;
      throw new UnreachableError('cut');
    };
    await (await open('e-3')).tells('4');
  });

  it('waits while nobody can tell it, and is told once', async (t) => {
    const { feed, open, asked, database } = await feedOf(t);
    database.isUp = false;
    const { tells, stream } = await open('e-3');
    assert.equal(asked.length, 0);
    database.isUp = true;
    database.answer = () => ({ cursor: 'e-10', entries: [makeChange(4, 'a')], refresh: false });
    const health = { databaseService: 'up', since: '2026-11-22T03:17:42.123Z' } as const;
    feed.tellHealth(health);
    feed.tellHealth(health);
    await tells('4');
    assert.equal(asked.length, 1);
    assert.deepEqual(stream.of('health'), [health, health]);
  });

  it('from a place that is gone is reset, and follows from there', async (t) => {
    const { hears, open, database } = await feedOf(t);
    database.answer = () => {
      const problem = {
        type: 'urn:signalbox:problem:cursor-gone',
        title: 'Gone',
        status: 410,
        cursor: 'e-10',
      };
      throw new ProblemAnswerError(problem, 410, undefined);
    };
    const { stream, tells } = await open('f-7');
    await eventually(() =>
      assert.deepEqual(stream.of<Reset>('reset'), [{ cursor: 'e-10', reason: 'restored' }]),
    );
    hears(10, 11, makeChange(11, 'a'));
    await tells('11');
  });

  it('before anybody knows where the feed is, is told as soon as somebody does', async (t) => {
    const { feed, tail, hears, open } = await feedOf(t);
    tail.cursor = null;
    const { stream, tells } = await open();
    assert.equal(stream.frames[0]?.id, undefined);
    tail.cursor = 'e-20';
    feed.moveTo('e-20', null);
    await eventually(() =>
      assert.deepEqual(stream.of<Reset>('reset'), [{ cursor: 'e-20', reason: 'behind' }]),
    );
    hears(20, 21, makeChange(21, 'a'));
    await tells('21');
  });
});

describe('hello', () => {
  it('says whether a stream goes on from a cursor, and how far behind it starts', async (t) => {
    const { tail, open } = await feedOf(t);
    const said = async (after?: string) => {
      const [hello] = (await open(after)).stream.of<Hello>('hello');
      return [hello?.cursor, hello?.resumed, hello?.behind];
    };
    assert.deepEqual(await said(), ['e-10', false, 0]);
    assert.deepEqual(await said('e-3'), ['e-3', true, 7]);
    assert.deepEqual(await said('f-3'), ['f-3', true, null]);
    tail.cursor = null;
    assert.deepEqual(await said(), [null, false, null]);
  });
});

describe('browsers together', () => {
  it('who join while something is pending are told only the rest of it', async (t) => {
    const { hears, open } = await feedOf(t);
    const first = await open();
    hears(10, 11, makeChange(11, 'a'));
    await first.tells('11');
    hears(11, 12, makeChange(12, 'b')); // pending now, for a quarter of a second
    const second = await open('e-12');
    hears(12, 13, makeChange(13, 'a'));
    await Promise.all([first.tells('11', '12', '13'), second.tells('13')]);
  });

  it('are reset when the feed goes on from elsewhere', async (t) => {
    const { feed, tail, open } = await feedOf(t);
    const { stream } = await open();
    tail.cursor = 'f-3';
    feed.moveTo('f-3', 'e-10');
    await eventually(() =>
      assert.deepEqual(stream.of<Reset>('reset'), [{ cursor: 'f-3', reason: 'restored' }]),
    );
    assert.equal(stream.lastEventId(), 'f-3');
  });

  it('are no more than there is room for', async (t) => {
    const { feed, open, url } = await feedOf(t, { streamsMost: 2 });
    const { stream } = await open();
    await open();
    const refused = await fetch(url);
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get('retry-after'), '1');
    assert.match(((await refused.json()) as { type: string }).type, /busy$/);
    stream.cut();
    await eventually(() => assert.equal(feed.clients.length, 1));
    await open();
    assert.equal(feed.ends.gone, 1);
  });
});
