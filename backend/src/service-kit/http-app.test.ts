import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { bareApp } from '../../test/support/bare-app.ts';
import { JSON_TYPE, KIB, thingsApp } from '../../test/support/things-app.ts';

describe('over the wire', () => {
  async function exchange(t: TestContext, bytes: string): Promise<string> {
    const built = thingsApp(t);
    await built.listen({ host: '127.0.0.1', port: 0 });
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
    const built = thingsApp(t);
    await built.listen({ host: '127.0.0.1', port: 0 });
    const { port } = built.server.address() as AddressInfo;
    const sending = httpRequest({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: '/things',
      headers: JSON_TYPE,
    });
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
    await built.listen({ host: '127.0.0.1', port: 0 });
    const answer = fetch(`http://127.0.0.1:${(built.server.address() as AddressInfo).port}/slow`);
    await arrived.promise;
    const closed = built.close();
    release.resolve();
    assert.equal((await answer).status, 200);
    await closed;
  });
});
