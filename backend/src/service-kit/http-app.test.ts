import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { buffer } from 'node:stream/consumers';
import { constants, createZstdCompress, gzipSync, zstdCompressSync } from 'node:zlib';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { bareApp } from '../../test/support/bare-app.ts';
import { requestBody } from './http-app.ts';
import { ProblemError } from './problem.ts';
import { readJson } from './strict-json.ts';

const KIB = 1_024;

function app(t: TestContext): FastifyInstance {
  const built = bareApp({ bodyLimit: 64 * KIB, allowedHosts: ['box.example'], requestTimeout: 30_000 });
  built.get('/things', async () => ({ things: [] }));
  built.get('/things/:id', async ({ params }) => params);
  built.post('/things', async (request) => ({ read: readJson(requestBody(request)) }));
  built.get('/refused', async () => {
    throw new ProblemError('stale', 'Version 4 was expected.', { members: { event: { id: 'e' } } });
  });
  built.get('/broken', async () => {
    throw new Error('SELECT secret FROM users');
  });
  t.after(() => built.close());
  return built;
}

const json = { 'content-type': 'application/json' };

async function problem(t: TestContext, request: InjectOptions) {
  const answer = await app(t).inject({ headers: { host: 'localhost' }, ...request });
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['cache-control'], 'no-store');
  const body = answer.json<Record<string, unknown>>();
  assert.equal(body.status, answer.statusCode);
  assert.match(String(body.instance), /^urn:uuid:[\da-f-]{36}$/);
  assert.ok(!answer.body.includes('    at '));
  return {
    status: answer.statusCode,
    type: String(body.type).split(':').at(-1),
    body,
    headers: answer.headers,
  };
}

describe('refusals are problems', () => {
  for (const [name, request, status, type] of [
    ['an unknown path', { url: '/nothing' }, 404, 'not-found'],
    ['an unknown path of a write', { method: 'POST', url: '/nothing', payload: 'x' }, 404, 'not-found'],
    ['another method', { method: 'DELETE', url: '/things/7' }, 405, 'method-not-allowed'],
    ['a broken address', { url: '/things/%zz' }, 400, 'bad-request'],
    ['an endless name', { url: `/things/${'x'.repeat(2_000)}` }, 414, 'uri-too-long'],
    [
      'a wrong type',
      {
        method: 'POST',
        url: '/things',
        headers: { host: 'localhost', 'content-type': 'text/plain' },
        payload: '{}',
      },
      415,
      'unsupported-media-type',
    ],
    [
      'a type with rubbish',
      {
        method: 'POST',
        url: '/things',
        headers: { host: 'localhost', 'content-type': 'application/json garbage' },
        payload: '{}',
      },
      415,
      'unsupported-media-type',
    ],
    ['no type', { method: 'POST', url: '/things' }, 415, 'unsupported-media-type'],
    [
      'an unknown coding',
      {
        method: 'POST',
        url: '/things',
        headers: { host: 'localhost', ...json, 'content-encoding': 'br' },
        payload: '{}',
      },
      415,
      'unsupported-media-type',
    ],
    [
      'damaged gzip',
      {
        method: 'POST',
        url: '/things',
        headers: { host: 'localhost', ...json, 'content-encoding': 'gzip' },
        payload: '{}',
      },
      400,
      'unreadable',
    ],
    [
      'no JSON',
      { method: 'POST', url: '/things', headers: { host: 'localhost', ...json }, payload: '{' },
      400,
      'unreadable',
    ],
    [
      'an empty body',
      { method: 'POST', url: '/things', headers: { host: 'localhost', ...json }, payload: '' },
      400,
      'unreadable',
    ],
    [
      'a large body',
      {
        method: 'POST',
        url: '/things',
        headers: { host: 'localhost', ...json },
        payload: `"${'x'.repeat(64 * KIB)}"`,
      },
      413,
      'too-large',
    ],
    [
      'a gzip bomb',
      {
        method: 'POST',
        url: '/things',
        headers: { host: 'localhost', ...json, 'content-encoding': 'gzip' },
        payload: gzipSync(Buffer.alloc(10_000 * KIB, ' ')),
      },
      413,
      'too-large',
    ],
    [
      'a zstd bomb',
      {
        method: 'POST',
        url: '/things',
        headers: { host: 'localhost', ...json, 'content-encoding': 'zstd' },
        payload: zstdCompressSync(Buffer.alloc(10_000 * KIB, ' ')),
      },
      413,
      'too-large',
    ],
    ['a domain refusal', { url: '/refused' }, 412, 'stale'],
    ['the unforeseen', { url: '/broken' }, 500, 'internal'],
  ] as const) {
    it(`${name}: ${status} ${type}`, async (t) => {
      const found = await problem(t, request);
      assert.deepEqual([found.status, found.type], [status, type]);
    });
  }

  it('say which methods there are', async (t) => {
    assert.equal(
      (await problem(t, { method: 'PUT', url: '/things?x=1' })).headers.allow,
      'GET, HEAD, OPTIONS, POST',
    );
  });

  it('carry their members, and nothing of an error that nobody foresaw', async (t) => {
    assert.deepEqual((await problem(t, { url: '/refused' })).body.event, { id: 'e' });
    const { body } = await problem(t, { url: '/broken' });
    assert.deepEqual(Object.keys(body), ['type', 'title', 'status', 'instance']);
  });
});

describe('requests of others', () => {
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost@evil',
    '[::2]',
    'a b',
    '10.0.0.1:8000',
  ]) {
    it(`are refused for the host "${host}"`, async (t) => {
      assert.equal((await problem(t, { url: '/things', headers: { host } })).status, 421);
    });
  }

  for (const host of [
    'localhost',
    'LOCALHOST:8000',
    '127.0.0.1:4200',
    '[::1]:8000',
    'box.example',
    'localhost.',
  ]) {
    it(`are served for the host "${host}"`, async (t) => {
      assert.equal((await app(t).inject({ url: '/things', headers: { host } })).statusCode, 200);
    });
  }

  const write = (t: TestContext, headers: Record<string, string>) =>
    app(t).inject({
      method: 'POST',
      url: '/things',
      headers: { host: 'localhost:8000', ...json, ...headers },
      payload: '{}',
    });

  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:8000' },
    { origin: 'http://evil.example' },
    { origin: 'http://localhost:9999' },
    { origin: 'null' },
    { origin: 'http://localhost:8000.evil.example' },
  ]) {
    it(`may not write: ${JSON.stringify(headers)}`, async (t) => {
      const answer = await write(t, headers);
      assert.equal(answer.statusCode, 403);
      assert.match(answer.json<{ type: string }>().type, /cross-site$/);
    });
  }

  for (const headers of [
    {},
    { origin: 'http://localhost:8000' },
    { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:4200' },
    { 'sec-fetch-site': 'none' },
  ]) {
    it(`are none of them, and write: ${JSON.stringify(headers)}`, async (t) => {
      assert.equal((await write(t, headers)).statusCode, 200);
    });
  }
});

describe('bodies', () => {
  const plain = '\ufeff{"a":1}';
  const [head, tail] = [plain.slice(0, 4), plain.slice(4)];
  const sent = (t: TestContext, coding: string, payload: Buffer) =>
    app(t).inject({
      method: 'POST',
      url: '/things',
      headers: { host: 'localhost', ...json, 'content-encoding': coding },
      payload,
    });

  for (const [coding, compress] of [
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const) {
    it(`may be compressed with ${coding}`, async (t) => {
      assert.deepEqual((await sent(t, coding, compress(plain))).json(), { read: { a: 1 } });
    });

    it(`may be made of several members of ${coding}`, async (t) => {
      const members = Buffer.concat([compress(head), compress(tail)]);
      assert.deepEqual((await sent(t, coding, members)).json(), { read: { a: 1 } });
    });

    for (const [name, body] of Object.entries({
      'cut off': compress(plain).subarray(0, -3),
      damaged: Buffer.concat([compress(plain).subarray(0, 6), Buffer.alloc(20)]),
      'no such stream': Buffer.from(plain),
      'followed by something else': Buffer.concat([compress(plain), Buffer.from('else')]),
      'followed by half a member': Buffer.concat([compress(head), compress(tail).subarray(0, -3)]),
    })) {
      it(`are refused as unreadable when their ${coding} is ${name}`, async (t) => {
        const { status, type } = await problem(t, {
          method: 'POST',
          url: '/things',
          headers: { host: 'localhost', ...json, 'content-encoding': coding },
          payload: body,
        });
        assert.deepEqual([status, type], [400, 'unreadable']);
      });
    }
  }

  it('that ask for a large window are refused: the sender chooses, and the reader would pay', async (t) => {
    const params = { [constants.ZSTD_c_windowLog]: 24, [constants.ZSTD_c_contentSizeFlag]: 0 };
    const wide = createZstdCompress({ params });
    wide.end(Buffer.alloc(17 * KIB * KIB, ' '));
    const answer = await sent(t, 'zstd', await buffer(wide));
    assert.equal(answer.statusCode, 400);
  });

  it('of another coding are told which ones are taken', async (t) => {
    const { headers } = await sent(t, 'br', Buffer.from(plain));
    assert.equal(headers['accept-encoding'], 'gzip, zstd');
  });
});

describe('over the wire', () => {
  async function exchange(t: TestContext, bytes: string): Promise<string> {
    const built = app(t);
    await built.listen({ port: 0 });
    const socket = connect((built.server.address() as AddressInfo).port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.write(bytes);
    await once(socket, 'close');
    return text;
  }

  for (const [name, bytes, status, type] of [
    [
      'headers over 16 KiB',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(17 * KIB)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    ['no HTTP', 'HELO mail\r\n\r\n', 400, 'bad-request'],
    ['an unknown method', 'FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'bad-request'],
    [
      'two lengths',
      'POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'bad-request',
    ],
    [
      'two Hosts',
      'GET /things HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      400,
      'bad-request',
    ],
    ['no Host', 'GET /things HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'bad-request'],
  ] as const) {
    it(`${name}: ${status} ${type}`, async (t) => {
      const answer = await exchange(t, bytes);
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `));
      assert.match(answer, /content-type: application\/problem\+json/i);
      assert.match(answer, new RegExp(`problem:${type}`));
    });
  }

  it('a body that is far too large gets its answer, and no reset', async (t) => {
    const built = app(t);
    await built.listen({ port: 0 });
    const { port } = built.server.address() as AddressInfo;
    const sending = httpRequest({ port, method: 'POST', path: '/things', headers: json });
    sending.end(Buffer.alloc(33 * KIB * KIB, ' '));
    const [answer] = (await once(sending, 'response')) as [{ statusCode: number; resume(): void }];
    answer.resume();
    assert.equal(answer.statusCode, 413);
  });

  it('what was accepted is answered while it closes', async (t) => {
    const built = bareApp();
    const release = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    built.get('/slow', async () => {
      arrived.resolve();
      await release.promise;
      return { done: true };
    });
    t.after(() => built.close());
    await built.listen({ port: 0 });
    const answer = fetch(`http://127.0.0.1:${(built.server.address() as AddressInfo).port}/slow`);
    await arrived.promise;
    const closed = built.close();
    release.resolve();
    assert.equal((await answer).status, 200);
    await closed;
  });
});
