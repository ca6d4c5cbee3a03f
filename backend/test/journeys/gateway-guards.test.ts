import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { before, describe, it } from 'node:test';
import { startEventService } from '../support/start-event-service.ts';
import { startProcess } from '../support/start-process.ts';
import { suiteScope } from '../support/suite-scope.ts';

/** There is no database service in these: a wrong request is wrong all the same. */
const nowhere = { databaseServiceUrl: 'http://127.0.0.1:1' };

/** fetch would not let us choose Host, Origin and Sec-Fetch-Site. */
async function send(url: string, method: string, headers: Record<string, string>) {
  const sending = request(url, { method, headers }).end(method === 'POST' ? '{}' : undefined);
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  answer.resume();
  return answer;
}

describe('the gateway alone', () => {
  const scope = suiteScope();
  let url: string;
  before(async () => {
    ({ url } = await startEventService(scope, nowhere));
  });

  it('is alive and ready, and describes itself', async () => {
    assert.deepEqual(await (await fetch(`${url}/livez`)).json(), { status: 'ok' });
    assert.deepEqual(await (await fetch(`${url}/readyz`)).json(), { status: 'ok' });
    assert.match(await (await fetch(`${url}/metrics`)).text(), /^signalbox_database_service_up 0$/m);
    const description = (await (await fetch(`${url}/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
    };
    assert.equal(description.openapi, '3.1.0');
    const docs = await fetch(`${url}/docs/`);
    assert.equal(docs.status, 200);
    assert.doesNotMatch(docs.headers.get('content-security-policy') ?? '', /script-src[^;]*unsafe/);
    for (const path of Object.keys(description.paths))
      assert.match(path, /^\/(api\/|livez|readyz|metrics|openapi\.json)/);
  });

  it('refuses wrong queries by name while the database service is away', async () => {
    for (const [path, parameter] of [
      ['/api/events?limit=501', 'limit'],
      ['/api/events?state=closed', 'state'],
      ['/api/events?sort=source', 'sort'],
      ['/api/events?from=yesterday', 'from'],
      ['/api/events?limit=1&limit=2', 'limit'],
      ['/api/events/x?colour=red', 'colour'],
      ['/api/events/x/journal?repeats=some', 'repeats'],
      ['/api/summary?buckets=241', 'buckets'],
      ['/api/changes?wait=31', 'wait'],
      ['/api/stream?after=rubbish', 'after'],
      ['/api/stream?status=bad', 'status'],
    ] as const) {
      const answer = await fetch(url + path);
      const body = (await answer.json()) as { type: string; errors: { parameter: string }[] };
      assert.deepEqual([answer.status, body.type.split(':').at(-1)], [400, 'invalid-query'], path);
      assert.equal(body.errors[0]?.parameter, parameter);
    }
  });

  it('refuses foreign hosts and writes of other sites', async (t) => {
    const { url } = await startEventService(t, {
      ...nowhere,
      env: { SIGNALBOX_ALLOWED_HOSTS: 'box.example' },
    });
    for (const path of ['/', '/livez', '/api/events', '/api/stream', '/docs/']) {
      assert.equal((await send(url + path, 'GET', { host: 'evil.example' })).statusCode, 421, path);
    }
    assert.equal((await send(`${url}/livez`, 'GET', { host: 'box.example' })).statusCode, 200);
    const complete = `${url}/api/events/x/complete`;
    const json = { 'content-type': 'application/json' };
    assert.equal((await send(complete, 'POST', { ...json, 'sec-fetch-site': 'cross-site' })).statusCode, 403);
    assert.equal((await send(complete, 'POST', { ...json, origin: 'http://evil.example' })).statusCode, 403);
    assert.equal((await send(complete, 'POST', { 'content-type': 'text/plain' })).statusCode, 415);
    assert.equal((await send(complete, 'POST', json)).statusCode, 503);
  });

  it('puts its security headers on every answer', async () => {
    for (const path of [
      '/',
      '/livez',
      '/api/events',
      '/api/nothing',
      '/api/events?x=1',
      '/docs/',
      '/metrics',
    ]) {
      const { headers } = await fetch(url + path);
      assert.match(
        headers.get('content-security-policy') ?? '',
        /default-src 'none'.*frame-ancestors 'none'/,
        path,
      );
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
      assert.equal(headers.get('access-control-allow-origin'), null);
    }
  });
});

describe('starting the gateway', () => {
  for (const [name, env, code, sentence] of [
    [
      'a wrong port',
      { SIGNALBOX_EVENT_SERVICE_PORT: 'eighty' },
      78,
      /SIGNALBOX_EVENT_SERVICE_PORT must be a whole number/,
    ],
    [
      'a wrong address',
      { SIGNALBOX_DATABASE_SERVICE_URL: 'database' },
      78,
      /SIGNALBOX_DATABASE_SERVICE_URL must be an address/,
    ],
    ['an open door', { SIGNALBOX_HOST: '0.0.0.0' }, 78, /there is no sign-in/],
    ['a wrong level', { SIGNALBOX_LOG_LEVEL: 'loud' }, 78, /must be one of fatal, error/],
  ] as const) {
    it(`with ${name} ends with one sentence and ${code}`, async (t) => {
      const { ended } = startProcess(t, 'backend/src/event-service/main.ts', { env });
      const { code: found, stderr, stdout } = await ended;
      assert.equal(found, code);
      assert.match(stderr, sentence);
      assert.equal(stderr.trim().split('\n').length, 1);
      assert.equal(stdout, '');
    });
  }

  it('on a port in use ends with one sentence and 1', async (t) => {
    const { url } = await startEventService(t, nowhere);
    const { ended } = startProcess(t, 'backend/src/event-service/main.ts', {
      env: { SIGNALBOX_EVENT_SERVICE_PORT: new URL(url).port },
    });
    const { code, stderr } = await ended;
    assert.equal(code, 1);
    assert.match(stderr, /Port \d+ on 127\.0\.0\.1 is in use already/);
  });

  it('with --help says what can be set', async (t) => {
    const { ended } = startProcess(t, 'backend/src/event-service/main.ts', { arguments: ['--help'] });
    const { code, stdout } = await ended;
    assert.equal(code, 0);
    assert.match(stdout, /SIGNALBOX_CONSOLE_FOLDER/);
  });

  it('and stopping it ends with 0', async (t) => {
    const gateway = await startEventService(t, nowhere);
    assert.equal((await gateway.stop()).code, 0);
  });
});
