import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { AddressInfo } from 'node:net';
import { eventually } from '../../test/support/eventually.ts';
import { bareApp } from '../../test/support/bare-app.ts';
import { SseStream, type SseStreamOptions } from './sse-stream.ts';

/** A reader on a bare socket, and the stream that it reads. */
async function open(t: TestContext, options: SseStreamOptions = {}) {
  const app = bareApp();
  const opened = Promise.withResolvers<SseStream>();
  app.get('/stream', (_request, reply) => opened.resolve(new SseStream(reply, options)));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const socket: Socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  t.after(async () => {
    socket.destroy();
    await app.close();
  });
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.write('GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return { stream: await opened.promise, socket, read: () => text };
}

describe('a stream of events', () => {
  it('says at once what it is, that nothing may hold it back, and carries the security headers', async (t) => {
    const { read } = await open(t);
    await eventually(() => assert.match(read(), /retry: 3000\n\n/));
    assert.match(read(), /content-type: text\/event-stream; charset=utf-8\r\n/);
    assert.match(read(), /cache-control: no-store, no-transform\r\n/);
    assert.match(read(), /x-accel-buffering: no\r\n/);
    assert.match(read(), /x-content-type-options: nosniff\r\n/);
  });

  it('beats while nothing happens', async (t) => {
    const { read } = await open(t, { heartbeatMs: 10, heartbeat: () => 'id: e-7\n\n' });
    await eventually(() => assert.ok(read().split('id: e-7\n\n').length > 3));
  });

  it('cuts a reader that does not read, and keeps no more for it than its bound', async (t) => {
    const { stream, socket } = await open(t, { maxBufferedBytes: 64 * 1_024 });
    socket.pause();
    const frame = `data: "${'x'.repeat(16 * 1_024)}"\n\n`;
    let most = 0;
    while (stream.send(frame)) {
      most = Math.max(most, stream.bufferedBytes);
      await new Promise(setImmediate); // lets the kernel take what it takes
    }
    assert.equal(await stream.end, 'slow');
    assert.ok(most <= 64 * 1_024, `${most} bytes waited`);
    assert.equal(stream.send(frame), false);
  });

  it('lets a producer wait for its reader', async (t) => {
    const { stream, socket } = await open(t, { maxBufferedBytes: 64 * 1_024 * 1_024 });
    socket.pause();
    stream.send('x'.repeat(16 * 1_024 * 1_024));
    const drained = stream.drained();
    socket.resume();
    await drained;
    assert.ok(stream.bufferedBytes < 1_024 * 1_024);
  });

  it('notices that its reader has gone', async (t) => {
    const { stream, socket } = await open(t);
    socket.destroy();
    assert.equal(await stream.end, 'gone');
    await stream.drained();
    assert.equal(stream.send('data: 1\n\n'), false);
  });

  it('ends with a last word', async (t) => {
    const { stream, socket, read } = await open(t);
    stream.close('bye');
    stream.close('bye');
    assert.equal(await stream.end, 'closed');
    await eventually(() => assert.match(read(), /event: bye\ndata: \{\}\n\n/));
    socket.end();
    await once(socket, 'close');
  });
});
