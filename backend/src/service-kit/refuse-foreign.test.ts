import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { JSON_TYPE, problemOf, thingsApp } from '../../test/support/things-app.ts';

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
      assert.equal((await problemOf(t, { url: '/things', headers: { host } })).status, 421);
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
      assert.equal((await thingsApp(t).inject({ url: '/things', headers: { host } })).statusCode, 200);
    });
  }

  const write = (t: TestContext, headers: Record<string, string>) =>
    thingsApp(t).inject({
      method: 'POST',
      url: '/things',
      headers: { host: 'localhost:8000', ...JSON_TYPE, ...headers },
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
