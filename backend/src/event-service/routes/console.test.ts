import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { bareApp } from '../../../test/support/bare-app.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { serveConsole } from './console.ts';

const INDEX =
  '<!doctype html><html><body><sb-app></sb-app><script src="main-ABCDEFGH.js" type="module"></script></body></html>';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(2_000))})`;

/** A built console in the folder `console`, with these files too, and a secret beside it. */
async function built(t: TestContext, more: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryFolder(t);
  const root = path.join(folder, 'console');
  await mkdir(path.join(root, 'media'), { recursive: true });
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await writeFile(path.join(root, 'index.html'), INDEX);
  await writeFile(path.join(root, 'main-ABCDEFGH.js'), SCRIPT);
  await writeFile(path.join(root, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(path.join(root, 'media', 'font-ABCDEFGH.woff2'), 'font');
  for (const [name, content] of Object.entries(more)) await writeFile(path.join(root, name), content);
  const app = bareApp();
  app.get('/api/events', async () => ({}));
  app.post('/api/events/:id/complete', async () => ({}));
  serveConsole(app, root);
  t.after(() => app.close());
  const get = (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { host: 'localhost', ...headers } });
  return { root, app, get };
}

describe('the console', () => {
  for (const url of [
    '/',
    '/index.html',
    '/events/019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11',
    '/?state=open&q=a/b',
    '/events/',
  ]) {
    it(`is the page at ${url}`, async (t) => {
      const { get } = await built(t);
      const answer = await get(url, { accept: 'text/html,*/*' });
      assert.equal(answer.statusCode, 200);
      assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
      assert.equal(answer.headers['cache-control'], 'no-store');
    });
  }

  it('has a policy without unsafe-inline, and a nonce of its own for each page', async (t) => {
    const { get } = await built(t);
    const [one, other] = [await get('/'), await get('/')];
    const policy = String(one.headers['content-security-policy']);
    const [, nonce = ''] = /'nonce-([\w-]+)'/.exec(policy) ?? [];
    assert.ok(nonce.length >= 22);
    assert.ok(one.body.includes(`<sb-app ngCspNonce="${nonce}">`));
    assert.ok(!other.body.includes(nonce));
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.ok(!policy.includes('unsafe'));
  });

  it('keeps hashed files for ever, others not', async (t) => {
    const { get } = await built(t);
    assert.match(String((await get('/main-ABCDEFGH.js')).headers['cache-control']), /immutable/);
    assert.match(String((await get('/media/font-ABCDEFGH.woff2')).headers['cache-control']), /immutable/);
    assert.equal((await get('/favicon.svg')).headers['cache-control'], 'no-cache');
  });

  for (const [accepted, coding, decode] of [
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip;q=1.0, br;q=0', 'gzip', gunzipSync],
    ['identity', undefined, (bytes: Buffer) => bytes],
    ['', undefined, (bytes: Buffer) => bytes],
  ] as const) {
    it(`is sent as ${coding ?? 'it is'} to who accepts "${accepted}"`, async (t) => {
      const { get } = await built(t);
      const answer = await get('/main-ABCDEFGH.js', { 'accept-encoding': accepted });
      assert.equal(answer.headers['content-encoding'], coding);
      assert.equal(answer.headers.vary, 'accept-encoding');
      assert.equal(answer.headers['content-type'], 'text/javascript; charset=utf-8');
      assert.equal(decode(answer.rawPayload).toString(), SCRIPT);
    });
  }

  it('is sent as the build compressed it, which cannot be asked for by itself', async (t) => {
    const { get } = await built(t, { 'main-ABCDEFGH.js.br': 'compressed by the build' });
    const answer = await get('/main-ABCDEFGH.js', { 'accept-encoding': 'br' });
    assert.equal(answer.headers['content-encoding'], 'br');
    assert.equal(answer.body, 'compressed by the build');
    assert.equal((await get('/main-ABCDEFGH.js.br')).statusCode, 404);
  });

  it('does not compress what is compressed', async (t) => {
    const { get } = await built(t);
    const answer = await get('/media/font-ABCDEFGH.woff2', { 'accept-encoding': 'br' });
    assert.equal(answer.headers['content-encoding'], undefined);
    assert.equal(answer.body, 'font');
  });

  for (const url of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/media/../../secret.txt',
    '/media/..%2f..%2fsecret.txt',
    '//secret.txt',
    '//evil.example',
    '/.../secret.txt',
    '/secret.txt%00.js',
    '/main-ABCDEFGH.js/',
    '/MAIN-ABCDEFGH.JS',
    '/missing.js',
    '/media',
    '/.git/config',
    '/console.stamp',
    '/api',
    '/api/nothing',
    '/v1/events',
    '/docs/nothing',
  ]) {
    it(`does not serve ${url}`, async (t) => {
      const { get } = await built(t);
      const answer = await get(url, { accept: '*/*' });
      const isPage = answer.statusCode === 200 && answer.body.includes('<sb-app');
      assert.ok(
        answer.statusCode === 404 || answer.statusCode === 400 || (isPage && url === '/media'),
        `${answer.statusCode}`,
      );
      assert.ok(!answer.body.includes('secret'));
    });
  }

  it('leaves wrong methods of the API to the API', async (t) => {
    const { get, app } = await built(t);
    assert.equal((await get('/api/events/7/complete')).statusCode, 405);
    assert.equal((await app.inject({ method: 'DELETE', url: '/api/events' })).statusCode, 405);
    assert.equal((await app.inject({ method: 'POST', url: '/main-ABCDEFGH.js' })).statusCode, 404);
  });

  it('says when it is not built, and is there once it is', async (t) => {
    const { root, get } = await built(t);
    await rm(root, { recursive: true });
    const missing = await get('/');
    assert.equal(missing.statusCode, 503);
    assert.match(missing.body, /npm run build/);
    await mkdir(root);
    await writeFile(path.join(root, 'index.html'), INDEX.replace('main-ABCDEFGH', 'main-IJKLMNOP'));
    assert.match((await get('/')).body, /main-IJKLMNOP/);
  });
});
