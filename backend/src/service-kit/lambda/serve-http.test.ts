import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { bareApp, PROBLEM_TABLE } from '../../../test/support/bare-app.ts';
import { gatewayAnswer, httpApiEvent, restApiEvent } from '../../../test/support/lambda/http-events.ts';
import { requestBody } from '../http-app.ts';
import { BODY_MOST } from './http-answer.ts';
import { serveHttpOf } from './serve-http.ts';

/** An app that says what came, and answers of all kinds. */
function served(t: TestContext) {
  const app = bareApp({ allowedHosts: ['example.org'] });
  t.after(() => app.close());
  app.get('/cookies', (_request, reply) => reply.header('set-cookie', ['a=1; Path=/', 'b=2, 3']).send({}));
  app.get('/picture', (_request, reply) => reply.type('image/png').send(Buffer.from([0x89, 0xff, 0x00])));
  app.get<{ Querystring: { bytes: number } }>('/long', ({ query: { bytes } }, reply) =>
    reply.type('application/json').send(JSON.stringify('"'.repeat(bytes / 2 - 1))),
  );
  app.get('/*', (request, reply) =>
    reply.send({ url: request.url, headers: request.headers, ip: request.ip }),
  );
  app.post('/*', (request, reply) =>
    reply.send({ body: requestBody(request).toString('hex'), headers: request.headers }),
  );
  const serve = serveHttpOf(app, PROBLEM_TABLE);
  return { serve, answer: async (event: unknown) => gatewayAnswer(await serve(event)) };
}
const HOST = { host: 'example.org' };
interface Told {
  readonly url: string;
  readonly ip: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

describe('an event of a gateway', () => {
  for (const [payload, eventOf] of Object.entries({
    'payload 2.0': httpApiEvent,
    'payload 1.0': restApiEvent,
  })) {
    it(`in ${payload} comes as the request that it was`, async (t) => {
      const { answer } = served(t);
      const query = 'q=a%2Cb&q=c+d&x=%C3%A4';
      const told = (
        await answer(eventOf({ path: '/p', query, headers: { ...HOST, 'If-Match': '"4"' } }))
      ).json<Told>();
      assert.equal(told.url, `/p?${query}`);
      assert.equal(told.headers['if-match'], '"4"');
      assert.equal(told.ip, '203.0.113.7');
    });

    it(`in ${payload} has the bytes of its body, in whatever coding they came`, async (t) => {
      const { answer } = served(t);
      const headers = { ...HOST, 'content-type': 'application/json', 'content-length': '9999' };
      for (const body of ['"ä€"', Buffer.from([0xff, 0x00, 0x22])]) {
        const bytes = Buffer.from(body);
        const told = (await answer(eventOf({ method: 'POST', path: '/p', headers, body }))).json<Told>();
        assert.equal(told.body, bytes.toString('hex'));
        assert.equal(told.headers['content-length'], String(bytes.length));
      }
    });

    it(`in ${payload} gets pictures as base64 and texts as they are`, async (t) => {
      const { serve, answer } = served(t);
      const picture = eventOf({ path: '/picture', headers: HOST });
      assert.equal((await serve(picture))?.isBase64Encoded, true);
      assert.equal((await answer(picture)).bytes.toString('hex'), '89ff00');
      assert.equal((await serve(eventOf({ path: '/p', headers: HOST })))?.isBase64Encoded, false);
    });
  }

  it('has a path that was decoded on its way, or not', async (t) => {
    const { answer } = served(t);
    for (const path of ['/lane ä?#', '/lane%20%C3%A4%3F%23']) {
      const { url } = (await answer(httpApiEvent({ path, headers: HOST }))).json<Told>();
      assert.equal(url, '/lane%20%C3%A4%3F%23');
    }
  });

  it('has its cookies joined again, and answers with one header for each', async (t) => {
    const { serve, answer } = served(t);
    const event = { ...httpApiEvent({ path: '/p', headers: HOST }), cookies: ['a=1', 'b=2'] };
    assert.equal((await answer(event)).json<Told>().headers['cookie'], 'a=1; b=2');
    const cookies = ['a=1; Path=/', 'b=2, 3'];
    const modern = await serve(httpApiEvent({ path: '/cookies', headers: HOST }));
    assert.deepEqual(modern?.cookies, cookies);
    assert.equal(modern?.headers?.['set-cookie'], undefined);
    const older = await serve(restApiEvent({ path: '/cookies', headers: HOST }));
    assert.deepEqual(older?.multiValueHeaders?.['set-cookie'], cookies);
  });

  it('without Host is nobody else’s than a stranger’s', async (t) => {
    const { answer } = served(t);
    assert.equal((await answer({ ...httpApiEvent({ path: '/p' }), headers: {} })).status, 421);
    assert.equal((await answer({ ...restApiEvent({ path: '/p' }), multiValueHeaders: null })).status, 421);
    const twice = { host: ['example.org', 'evil.example'] };
    assert.equal((await answer({ ...restApiEvent({ path: '/p' }), multiValueHeaders: twice })).status, 400);
  });

  it('gets an answer that Lambda can give, however many quotes are in it', async (t) => {
    const { serve, answer } = served(t);
    const long = (bytes: number) => httpApiEvent({ path: '/long', query: `bytes=${bytes}`, headers: HOST });
    const most = 6 * 1_024 * 1_024;
    for (const bytes of [1_000, 3_000_000, 4 * 1_024 * 1_024, BODY_MOST - 1]) {
      assert.ok(JSON.stringify(await serve(long(bytes))).length <= most, String(bytes));
      assert.equal((await answer(long(bytes))).bytes.length, Math.floor(bytes / 2) * 2);
    }
    const tooLong = await answer(long(BODY_MOST + 2));
    assert.equal(tooLong.status, 500);
    assert.match(tooLong.json<{ detail: string }>().detail, /ask for less, with limit/);
  });

  it('of another kind is no request', (t) => {
    const { serve } = served(t);
    for (const event of [
      undefined,
      null,
      'x',
      {},
      { Records: [] },
      { version: '2.0', rawPath: '/' },
      { httpMethod: 'GET', path: '/' },
    ])
      assert.equal(serve(event), undefined);
  });
});
