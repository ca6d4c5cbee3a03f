import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test, type TestContext } from 'node:test';
import type { ChangesAnswer } from '@signalbox/contracts';
import { createDatabaseClient, type FeedItem } from '../../src/database-client/index.ts';
import { databaseServiceApp } from '../support/database-service-app.ts';
import { ENGINES, type Engine } from '../support/engines.ts';
import { exchange } from '../support/exchange.ts';

async function feedWorld(t: TestContext, engine: Engine) {
  const { url, app } = await databaseServiceApp(t, { engine });
  const client = createDatabaseClient({ url });
  t.after(() => client.close());
  const report = (key: string, status: 'ok' | 'error' = 'error') =>
    client.sendReports([{ source: 'a', key, status, message: 'x' }]);
  /** The items of a stream, one by one, once it stands. */
  const stream = async (query: Parameters<typeof client.changesStream>[0]) => {
    const stop = new AbortController();
    t.after(() => stop.abort());
    const items = client.changesStream(query, { signal: stop.signal });
    assert.equal((await items.next()).value?.kind, 'opened');
    return { next: async () => (await items.next()).value as FeedItem, stop: () => stop.abort() };
  };
  return { url, app, client, report, stream };
}

for (const engine of ENGINES) {
  describe(`the change feed on ${engine.name}`, () => {
    const world = (t: TestContext) => feedWorld(t, engine);

    test('a poll that waits is answered at the first change that matches, and not before', async (t) => {
      const { client, report } = await world(t);
      const { cursor } = await client.changes();
      let answered: ChangesAnswer | undefined;
      const waiting = client
        .changes({ after: cursor, wait: 20, status: ['ok'] })
        .then((answer) => (answered = answer));
      await report('one');
      await client.summary();
      assert.equal(answered, undefined);
      await report('two', 'ok');
      assert.deepEqual(
        (await waiting).entries.map(({ event }) => event.key),
        ['two'],
      );
    });

    test('a poll that waits in vain gives a cursor that has gone on', async (t) => {
      const { client, report } = await world(t);
      const { cursor } = await client.changes();
      await report('one');
      const answer = await client.changes({ after: cursor, wait: 1, status: ['ok'] });
      assert.deepEqual(answer.entries, []);
      assert.notEqual(answer.cursor, cursor);
    });

    test('a stream brings what changes, with cursors to go on from', async (t) => {
      const { client, report, stream } = await world(t);
      await report('before');
      const live = await stream({});
      await report('one');
      const first = await live.next();
      assert.ok(first.kind === 'change');
      assert.deepEqual(
        first.entries.map(({ event }) => event.key),
        ['one'],
      );
      await report('two');
      const second = await live.next();
      assert.ok(second.kind === 'change');
      live.stop();
      await report('three');
      const resumed = await stream({ after: second.cursor });
      const third = await resumed.next();
      assert.ok(third.kind === 'change');
      assert.deepEqual(
        third.entries.map(({ event }) => event.key),
        ['three'],
      );
      assert.equal((await client.changes({ after: third.cursor })).entries.length, 0);
    });

    test('a stream tells of everything since the oldest entry, however much that is', async (t) => {
      const { client, stream } = await world(t);
      const reports = Array.from({ length: 1_700 }, (_none, index) => ({
        source: 'a',
        key: `k-${index}`,
        status: 'error' as const,
        message: 'x',
      }));
      await client.sendReports(reports);
      const live = await stream({ after: '0' });
      const seqs: number[] = [];
      while (seqs.length < 1_700) {
        const item = await live.next();
        if (item.kind === 'change') seqs.push(...item.entries.map(({ seq }) => seq));
      }
      assert.deepEqual(
        seqs,
        reports.map((_report, index) => index + 1),
      );
    });

    test('a stream in the latest mode asks to read anew after too much', async (t) => {
      const { client, stream } = await world(t);
      await client.sendReports(
        Array.from({ length: 600 }, (_none, index) => ({
          source: 'a',
          key: `k-${index}`,
          status: 'error' as const,
          message: 'x',
        })),
      );
      const item = await (await stream({ after: '0', mode: 'latest' })).next();
      assert.ok(item.kind === 'change' && item.refresh && item.entries.length === 0);
    });

    test('a stream from a cursor that leads nowhere is reset, and goes on from the current one', async (t) => {
      const { report, stream } = await world(t);
      await report('one');
      const live = await stream({ after: '00000000-7' });
      const reset = await live.next();
      assert.ok(reset.kind === 'reset');
      assert.match(reset.cursor, /-1$/);
      await report('two');
      const item = await live.next();
      assert.ok(item.kind === 'change' && item.entries[0]?.event.key === 'two');
    });

    test('who comes back with the last id that was seen goes on from there', async (t) => {
      const { url, client, report } = await world(t);
      const { cursor } = await client.changes();
      await report('missed');
      const stop = new AbortController();
      t.after(() => stop.abort());
      const headers = { accept: 'text/event-stream', 'last-event-id': cursor };
      const { body } = await fetch(`${url}/v1/changes`, { headers, signal: stop.signal });
      const decoder = new TextDecoder();
      let text = '';
      for await (const chunk of body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        if (text.includes('missed')) break;
      }
      assert.match(text, /^event: change\nid: \S+-1\ndata: \{/m);
    });

    test('closing ends streams and waiting polls at once', async (t) => {
      const { url, app, stream, client } = await world(t);
      const live = await stream({});
      const { cursor } = await client.changes();
      const accepted = once(app.server, 'request');
      const waiting = exchange(url, { path: `/v1/changes?wait=30&after=${cursor}` });
      await accepted;
      const start = performance.now();
      await app.close();
      await assert.rejects(live.next());
      assert.equal((await waiting).status, 200);
      assert.ok(performance.now() - start < 15_000, 'the poll would have waited for 30 s');
    });

    test('a stream brings whatever was missed, however long its texts are, in frames that fit', async (t) => {
      const { client, stream } = await world(t);
      const keys = Array.from({ length: 400 }, (_none, index) => `key-${index}`);
      const message = '界'.repeat(4_096);
      await client.sendReports(keys.map((key) => ({ source: 'a', key, status: 'error', message })));
      for (const mode of ['all', 'latest'] as const) {
        const live = await stream({ after: '0', mode });
        const heard: string[] = [];
        while (heard.length < keys.length) {
          const item = await live.next();
          assert.ok(item.kind === 'change' && !item.refresh);
          heard.push(...item.entries.map(({ event }) => event.key));
        }
        assert.deepEqual(heard, keys);
        live.stop();
      }
    });

    test('a stream that is cut before its first change has not moved its reader past it', async (t) => {
      const { url, client, report } = await world(t);
      const { cursor } = await client.changes();
      await report('one');
      const answer = await fetch(`${url}/v1/changes?after=${cursor}`, {
        headers: { accept: 'text/event-stream' },
      });
      let text = '';
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk).toString();
        if (text.includes('data: ')) break;
      }
      const [beforeData = ''] = text.split('event: change');
      assert.match(beforeData, new RegExp(`^id: ${cursor}$`, 'm'));
    });
  });
}
