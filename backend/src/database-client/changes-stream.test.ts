import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createDatabaseClient, ProblemAnswerError, UnreachableError, type FeedItem } from './index.ts';

/** The stream of a service that answers so. */
async function streamFrom(t: TestContext, answer: (response: ServerResponse) => void, signal?: AbortSignal) {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createDatabaseClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  t.after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  return client.changesStream({ after: 'e-1', mode: 'latest' }, signal && { signal });
}

const open = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

describe('the stream of changes', () => {
  it('gives what the service says, across the borders of chunks', async (t) => {
    const stream = await streamFrom(t, (response) => {
      open(response).write(': beat\n\nevent: change\nid: e-2\ndata: {"cursor":"e-2","ent');
      setImmediate(() =>
        response.end('ries":[],"refresh":false}\n\nevent: reset\nid: f-9\ndata: {"cursor":"f-9"}\n\n'),
      );
    });
    const items: FeedItem[] = [];
    const reading = (async () => {
      for await (const item of stream) items.push(item);
    })();
    await assert.rejects(reading, UnreachableError);
    assert.deepEqual(items, [
      { kind: 'opened' },
      { kind: 'change', cursor: 'e-2', entries: [], refresh: false },
      { kind: 'reset', cursor: 'f-9' },
    ]);
  });

  it('throws the problem that it is answered with', async (t) => {
    const problem = JSON.stringify({ type: 'urn:signalbox:problem:invalid-query', title: 'No', status: 400 });
    const stream = await streamFrom(t, (response) => response.writeHead(400).end(problem));
    await assert.rejects(stream.next(), ProblemAnswerError);
  });

  it('ends without a word when its reader goes', async (t) => {
    const leaving = new AbortController();
    const stream = await streamFrom(t, (response) => open(response).write(': beat\n\n'), leaving.signal);
    assert.deepEqual((await stream.next()).value, { kind: 'opened' });
    const following = stream.next();
    leaving.abort();
    assert.equal((await following).done, true);
  });

  it('lets the connection go when reading stops early', async (t) => {
    const closed = Promise.withResolvers<void>();
    const stream = await streamFrom(t, (response) => {
      response.on('close', () => closed.resolve());
      open(response).write('event: change\ndata: {"cursor":"e-2","entries":[],"refresh":false}\n\n');
    });
    for await (const item of stream) if (item.kind === 'change') break;
    await closed.promise;
  });
});
