import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { bareApp } from '../../test/support/bare-app.ts';
import { BodyChunks } from './body-chunks.ts';
import { requestBody } from './http-app.ts';

const STREAMED = 'text/plain';

/** Long enough for a request to arrive in, also where this process is held up. */
const SHORT = 1_000;

/** An app that measures bodies as they come, and others as a whole. */
async function world(t: TestContext, idleMs: number, requestTimeout = SHORT) {
  const app = bareApp({ requestTimeout, checkConnectionsEvery: 10 });
  const closing = new AbortController();
  app.addContentTypeParser(STREAMED, (_request, body, done) => done(null, body));
  app.post('/streamed', async ({ raw, body }) => {
    const chunks = new BodyChunks(raw, { body: body as Readable, idleMs, closing: closing.signal });
    let bytes = 0;
    try {
      for (let chunk = await chunks.next(); chunk; chunk = await chunks.next()) bytes += chunk.length;
      return { bytes };
    } finally {
      chunks.release();
    }
  });
  app.post('/whole', async (whole) => ({ bytes: requestBody(whole).length }));
  t.after(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const send = (path: string, type: string) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path,
      headers: { 'content-type': type },
    });
    sent.on('error', () => undefined);
    t.after(() => sent.destroy());
    sent.write('[1,');
    const answered = answerTo(sent);
    return { sent, answered };
  };
  return { closing, send };
}

async function answerTo(sent: ClientRequest) {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const { statusCode: status, headers } = answer;
  return { status, connection: headers.connection, text: await text(answer) };
}

const LONG = 60_000;

test('a body that is read as it comes may take longer than a request, and no other', async (t) => {
  const { send } = await world(t, LONG);
  const streamed = send('/streamed', STREAMED);
  const whole = send('/whole', 'application/json');
  const refused = await whole.answered;
  assert.deepEqual([refused.status, refused.connection], [408, 'close']);
  assert.match(refused.text, /request-timeout/);
  // Its time has passed too, as it began before.
  streamed.sent.end('2]');
  const { status, text: answer } = await streamed.answered;
  assert.deepEqual([status, answer], [200, '{"bytes":5}']);
});

test('the next request on its connection is bounded again', async (t) => {
  const { send } = await world(t, LONG);
  const { sent, answered } = send('/streamed', STREAMED);
  sent.end();
  assert.equal((await answered).status, 200);
  const { answered: refused } = send('/whole', 'application/json');
  assert.equal((await refused).status, 408);
});

test('a sender of whom nothing comes is given up, and its connection closed', async (t) => {
  const { send } = await world(t, 20, LONG);
  const { sent, answered } = send('/streamed', STREAMED);
  const { status, text: answer, connection } = await answered;
  assert.deepEqual([status, connection], [408, 'close']);
  assert.match(answer, /problem:request-timeout/);
  if (!sent.destroyed) await once(sent, 'close');
});

test('closing takes no more of it', async (t) => {
  const { send, closing } = await world(t, LONG, LONG);
  const { sent, answered } = send('/streamed', STREAMED);
  closing.abort();
  sent.end('2]');
  assert.equal((await answered).status, 503);
});
