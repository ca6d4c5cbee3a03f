import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { JSON_TYPE, KIB, problemOf } from '../../test/support/things-app.ts';

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
        headers: { host: 'localhost', ...JSON_TYPE, 'content-encoding': 'br' },
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
        headers: { host: 'localhost', ...JSON_TYPE, 'content-encoding': 'gzip' },
        payload: '{}',
      },
      400,
      'unreadable',
    ],
    [
      'no JSON',
      { method: 'POST', url: '/things', headers: { host: 'localhost', ...JSON_TYPE }, payload: '{' },
      400,
      'unreadable',
    ],
    [
      'an empty body',
      { method: 'POST', url: '/things', headers: { host: 'localhost', ...JSON_TYPE }, payload: '' },
      400,
      'unreadable',
    ],
    [
      'a large body',
      {
        method: 'POST',
        url: '/things',
        headers: { host: 'localhost', ...JSON_TYPE },
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
        headers: { host: 'localhost', ...JSON_TYPE, 'content-encoding': 'gzip' },
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
        headers: { host: 'localhost', ...JSON_TYPE, 'content-encoding': 'zstd' },
        payload: zstdCompressSync(Buffer.alloc(10_000 * KIB, ' ')),
      },
      413,
      'too-large',
    ],
    ['a domain refusal', { url: '/refused' }, 412, 'stale'],
    ['the unforeseen', { url: '/broken' }, 500, 'internal'],
  ] as const) {
    it(`${name}: ${status} ${type}`, async (t) => {
      const found = await problemOf(t, request);
      assert.deepEqual([found.status, found.type], [status, type]);
    });
  }

  it('say which methods there are', async (t) => {
    assert.equal(
      (await problemOf(t, { method: 'PUT', url: '/things?x=1' })).headers.allow,
      'GET, HEAD, OPTIONS, POST',
    );
  });

  it('carry their members, and nothing of an error that nobody foresaw', async (t) => {
    assert.deepEqual((await problemOf(t, { url: '/refused' })).body.event, { id: 'e' });
    const { body } = await problemOf(t, { url: '/broken' });
    assert.deepEqual(Object.keys(body), ['type', 'title', 'status', 'instance']);
  });
});
