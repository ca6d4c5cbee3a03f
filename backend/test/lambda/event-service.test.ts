import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { ChangesAnswer, EventPage, OperationalEvent, Problem } from '@signalbox/contracts';
import aws4 from 'aws4';
import { functionUrlEvent, httpApiEvent, restApiEvent } from '../support/lambda/http-events.ts';
import { median } from '../../bench/statistics.ts';
import {
  ask,
  databaseFunctions,
  eventFunction,
  report,
  ROLE,
  type DatabaseFunctions,
  type EventFunction,
} from '../support/lambda/lambda-world.ts';
import { suiteScope } from '../support/suite-scope.ts';

const EVENTS = 50;
const NOTE = '{"note":"on it"}';

describe('the event service as a function', () => {
  const scope = suiteScope();
  let functions: DatabaseFunctions;
  let world: EventFunction;
  before(async () => {
    functions = await databaseFunctions(scope);
    world = await eventFunction(scope, functions.databaseService);
    const failing = { source: 'plaza-north', status: 'error', message: 'Barrier does not answer' };
    const reports = Array.from({ length: EVENTS }, (_none, lane) => ({ ...failing, key: `lane-${lane}` }));
    await ask(functions.databaseService, report(reports));
  });
  const asked = (event: unknown) => ask(world.eventService, event);

  it('starts as quickly', async (t) => {
    const first = await world.eventService.invoke(httpApiEvent({ path: '/livez' }));
    const pages: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const page = await world.eventService.invoke(httpApiEvent({ path: '/api/events' }));
      assert.ok(!page.isCold);
      pages.push(page.milliseconds);
    }
    t.diagnostic(`cold ${first.milliseconds.toFixed(0)} ms`);
    t.diagnostic(`warm ${median(pages).toFixed(1)} ms a page, through both functions`);
    assert.ok(first.isCold);
  });

  it('passes a page and a command on to the function of the database service', async () => {
    const query = 'state=open&state=acknowledged';
    const headers = { 'accept-encoding': 'gzip' };
    const listed = await asked(restApiEvent({ path: '/api/events', query, headers }));
    assert.equal(listed.headers['content-encoding'], 'gzip');
    const { events, cursor } = JSON.parse(gunzipSync(listed.bytes).toString()) as EventPage;
    assert.equal(events.length, EVENTS);

    const acknowledge = functionUrlEvent({
      method: 'POST',
      path: `/api/events/${events[0]?.id}/acknowledge`,
      headers: { 'content-type': 'application/json', 'if-match': '"1"' },
      body: NOTE,
    });
    assert.equal((await asked(acknowledge)).json<OperationalEvent>().state, 'acknowledged');
    assert.equal((await asked(acknowledge)).status, 412);
    const changes = await asked(httpApiEvent({ path: '/api/changes', query: `after=${cursor}` }));
    assert.deepEqual(
      changes.json<ChangesAnswer>().entries.map(({ action }) => action),
      ['acknowledged'],
    );
  });

  it('signs its calls with its role', () => {
    const sent = world.front.requests.find(({ method }) => method === 'POST');
    assert.ok(sent);
    assert.equal(sent.headers['x-amz-security-token'], ROLE.AWS_SESSION_TOKEN);
    assert.equal(sent.headers.authorization, signatureOf(sent, NOTE));
    assert.ok(
      world.front.requests.every(({ headers }) => headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')),
    );
  });

  it('refuses the stream at once, so that the console asks for changes', async () => {
    const stream = httpApiEvent({ path: '/api/stream', headers: { accept: 'text/event-stream' } });
    const refused = await asked(stream);
    assert.equal(refused.status, 406);
    assert.equal(refused.json<Problem>().type, 'urn:signalbox:problem:not-acceptable');
    assert.equal((await asked(httpApiEvent({ path: '/api/changes', query: 'mode=latest' }))).status, 200);
  });

  it('serves the console that lies beside it', async () => {
    const page = await asked(httpApiEvent({ path: '/', headers: { accept: 'text/html' } }));
    assert.match(page.text, /<sb-app ngCspNonce="/);
    const headers = { 'accept-encoding': 'br' };
    const script = await asked(functionUrlEvent({ path: '/main-ABCDEFGH.js', headers }));
    assert.equal(script.headers['content-encoding'], 'br');
    assert.match((await asked(restApiEvent({ path: '/main-ABCDEFGH.js' }))).text, /ääää/);
  });

  it('answers 503 while nobody answers for the database service, and goes on when somebody does', async () => {
    const events = httpApiEvent({ path: '/api/events' });
    await world.front.close();
    const away = await asked(events);
    assert.equal(away.status, 503);
    assert.equal(away.headers['retry-after'], '1');
    assert.equal((await asked(httpApiEvent({ path: '/readyz' }))).status, 200);
    await world.front.open();
    assert.equal((await asked(events)).status, 200);
    assert.equal(world.eventService.instances.length, 1);
  });
});

/** What whoever guards the door computes, from what came and the keys that it knows. */
function signatureOf({ method = '', url = '', headers }: IncomingMessage, body: string): unknown {
  const names = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const signed = Object.fromEntries(names.map((name) => [name, headers[name]]));
  const request = { method, path: url, host: headers.host ?? '', headers: signed, body };
  const credentials = { accessKeyId: ROLE.AWS_ACCESS_KEY_ID, secretAccessKey: ROLE.AWS_SECRET_ACCESS_KEY };
  return aws4.sign({ ...request, service: 'execute-api', region: 'eu-central-1' }, credentials).headers?.[
    'Authorization'
  ];
}
