import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createDatabaseClient, ProblemAnswerError, UnreachableError, type DatabaseClient } from './index.ts';

/** A client whose service is this listener. */
async function clientOf(t: TestContext, listener: RequestListener): Promise<DatabaseClient> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createDatabaseClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  t.after(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });
  return client;
}

const answering =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

describe('the client of the database service', () => {
  it('repeats the name of a query value that is a list, and leaves out what is undefined', async (t) => {
    let asked = '';
    const client = await clientOf(t, (request, response) => {
      asked = request.url ?? '';
      answering(200, { events: [] })(request, response);
    });
    await client.listEvents({ state: ['open', 'acknowledged'], q: 'a&b', limit: 5 });
    assert.equal(asked, '/v1/events?state=open&state=acknowledged&q=a%26b&limit=5');
  });

  it('names the version and the person of a command', async (t) => {
    let headers: Record<string, unknown> = {};
    const client = await clientOf(t, (request, response) => {
      headers = request.headers;
      answering(200, {})(request, response);
    });
    await client.command('e/1', 'complete', { hold: 'forever' }, { ifMatch: 4, actor: 'Ana Ruíz' });
    assert.equal(headers['if-match'], '"4"');
    assert.equal(headers['signalbox-actor'], 'Ana%20Ru%C3%ADz');
  });

  it('throws a problem with its type and its Retry-After', async (t) => {
    const problem = { type: 'urn:signalbox:problem:busy', title: 'Too much is waiting already', status: 503 };
    const client = await clientOf(t, answering(503, problem, { 'retry-after': '2' }));
    const refused = (error: unknown) =>
      error instanceof ProblemAnswerError &&
      error.retryAfterMs === 2_000 &&
      error.problem.type === problem.type;
    await assert.rejects(client.sendReports([{ status: 'ok', message: 'fine' }]), refused);
  });

  it('understands a Retry-After that is a date, and an answer that is no problem', async (t) => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const client = await clientOf(t, answering(502, 'gateway down', { 'retry-after': date }));
    const refused = (error: unknown) =>
      error instanceof ProblemAnswerError && error.status === 502 && (error.retryAfterMs ?? 0) > 50_000;
    await assert.rejects(client.summary(), refused);
  });

  it('says within its time that nobody answers', async (t) => {
    const client = await clientOf(t, () => undefined);
    const before = performance.now();
    await assert.rejects(client.raw({ method: 'GET', path: '/livez', timeoutMs: 150 }), UnreachableError);
    assert.ok(performance.now() - before < 4_500, 'a time of its own, and not the 5 s of every call');
  });

  it('says at once that nothing listens', async () => {
    const client = createDatabaseClient({ url: 'http://127.0.0.1:1' });
    await assert.rejects(client.readEvent('x'), /nothing listens there/);
    await client.close();
  });

  it('says that the connection was cut', async (t) => {
    const client = await clientOf(t, (request) => request.socket.destroy());
    await assert.rejects(client.readEvent('x'), UnreachableError);
  });

  it('throws the reason of the caller who gave up, not that the service is away', async (t) => {
    const client = await clientOf(t, () => undefined);
    const leaving = new AbortController();
    const reading = client.readEvent('x', { signal: leaving.signal });
    leaving.abort(new Error('no longer interested'));
    await assert.rejects(reading, /no longer interested/);
  });

  it('passes bytes and problems through untouched', async (t) => {
    const client = await clientOf(t, answering(404, { title: 'There is no such thing' }, { etag: '"3"' }));
    const answer = await client.raw({ method: 'GET', path: '/v1/events/x' });
    assert.equal(answer.status, 404);
    assert.equal(answer.headers['etag'], '"3"');
    assert.equal(answer.body.toString(), '{"title":"There is no such thing"}');
  });
});
