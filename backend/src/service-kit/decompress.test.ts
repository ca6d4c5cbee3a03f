import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { buffer } from 'node:stream/consumers';
import { constants, createZstdCompress, gzipSync, zstdCompressSync } from 'node:zlib';
import { JSON_TYPE, KIB, problemOf, thingsApp } from '../../test/support/things-app.ts';

describe('bodies', () => {
  const plain = '\ufeff{"a":1}';
  const [head, tail] = [plain.slice(0, 4), plain.slice(4)];
  const sent = (t: TestContext, coding: string, payload: Buffer) =>
    thingsApp(t).inject({
      method: 'POST',
      url: '/things',
      headers: { host: 'localhost', ...JSON_TYPE, 'content-encoding': coding },
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
        const { status, type } = await problemOf(t, {
          method: 'POST',
          url: '/things',
          headers: { host: 'localhost', ...JSON_TYPE, 'content-encoding': coding },
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
