import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { ChangesAnswer, EventPage, JournalPage, OperationalEvent, Summary } from '@signalbox/contracts';
import { gatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { suiteScope } from '../support/suite-scope.ts';

/** Tests share their services, and tell themselves apart by their sources. */
let source = '';
let tests = 0;
beforeEach(() => (source = `plaza-${++tests}`));

const report = (key: string, status: 'ok' | 'warning' | 'error' = 'error') => ({
  source,
  key,
  status,
  message: `${key} ${status}`,
});

describe('through the gateway', () => {
  const scope = suiteScope();
  let world: GatewayWorld;
  before(async () => {
    world = await gatewayWorld(scope);
  });

  it('reads are what the database service answers', async () => {
    await world.reports(report('a'), report('b', 'warning'), report('c', 'ok'));
    const page = await world.read<EventPage>(`/api/events?limit=2&state=open&source=${source}`);
    assert.equal(page.status, 200);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    const [event] = page.body.events;
    assert.ok(event);
    for (const path of [
      `events/${event.id}`,
      `events/${event.id}/journal`,
      'summary?state=open',
      'events?q=plaza',
      'changes?after=0&mode=latest',
    ]) {
      const direct: unknown = await (await fetch(`${world.database.url}/v1/${path}`)).json();
      const passed = await world.read(`/api/${path}`);
      assert.equal(passed.status, 200);
      const { histogram: _one, ...read } = passed.body as Partial<Summary>; // its borders move with the clock
      const { histogram: _other, ...expected } = direct as Partial<Summary>;
      assert.deepEqual(read, expected, path);
    }
    assert.equal((await world.read(`/api/events/${event.id}`)).headers.get('etag'), '"1"');
  });

  it('pages are compressed for who can read that', async () => {
    await world.reports(...Array.from({ length: 50 }, (_, index) => report(`k${index}`)));
    const [plain, compressed] = await Promise.all(
      ['identity', 'gzip'].map((coding) =>
        world.read<EventPage>(`/api/events?source=${source}`, { headers: { 'accept-encoding': coding } }),
      ),
    );
    assert.equal(compressed?.headers.get('content-encoding'), 'gzip');
    assert.equal(plain?.headers.get('content-encoding'), null);
    assert.deepEqual(compressed.body.events, plain.body.events);
    const bytes = Number(compressed.headers.get('content-length'));
    assert.ok(bytes < 6_000, `${bytes} bytes`);
  });

  it('changes are polled in the mode of screens', async () => {
    const { body: page } = await world.read<EventPage>('/api/events');
    await world.reports(report('a'), report('a', 'warning'), report('a', 'error'));
    const { body } = await world.read<ChangesAnswer>(`/api/changes?after=${page.cursor}`);
    assert.equal(body.entries.length, 1);
    const waiting = world.read<ChangesAnswer>(`/api/changes?after=${body.cursor}&wait=20`);
    await world.reports(report('b'));
    assert.equal((await waiting).body.entries[0]?.event.key, 'b');
  });

  it('a person completes, is named, and is told who was faster', async () => {
    await world.reports(report('a'));
    const [event] = (await world.read<EventPage>(`/api/events?source=${source}`)).body.events as [
      OperationalEvent,
    ];
    const done = await world.commands(
      event,
      'complete',
      { note: 'Swept.' },
      { 'signalbox-actor': 'Ana%20Ru%C3%ADz' },
    );
    assert.equal(done.status, 200);
    assert.equal(done.headers.get('etag'), '"2"');
    assert.deepEqual(done.body.completedBy, { kind: 'person', name: 'Ana Ruíz' });

    const late = await world.commands(event, 'complete', {}, { 'signalbox-actor': 'Jonas' });
    assert.equal(late.status, 412);
    assert.equal(late.headers.get('content-type'), 'application/problem+json');
    assert.equal(late.problem.event?.completedBy?.name, 'Ana Ruíz');

    const history = await world.read<JournalPage>(`/api/events/${event.id}/journal`);
    assert.deepEqual(
      history.body.entries.map(({ action, note }) => [action, note]),
      [
        ['completed', 'Swept.'],
        ['reported', undefined],
      ],
    );
  });

  it('refusals of commands come as the database service says them', async () => {
    await world.reports(report('a'));
    const [event] = (await world.read<EventPage>(`/api/events?source=${source}`)).body.events as [
      OperationalEvent,
    ];
    const complete = `/api/events/${event.id}/complete`;
    const post = (
      path: string,
      body: string | Uint8Array<ArrayBuffer>,
      headers: Record<string, string> = {},
    ) =>
      world.call(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    for (const [status, answer] of [
      [400, await post(complete, '{')],
      [400, await post(complete, '{"note":"a","note":"b"}', { 'if-match': '"1"' })],
      [400, await post(complete, new Uint8Array([0x22, 0xff, 0x22]))],
      [404, await post('/api/events/none/complete', '{}', { 'if-match': '"1"' })],
      [404, await post('/api/events/a%2f..%2fb/complete', '{}', { 'if-match': '"1"' })],
      [413, await post(complete, `{"note":"${'x'.repeat(65_536)}"}`)],
      [415, await post(complete, '{}', { 'content-type': 'text/plain' })],
      [422, await post(complete, '{"hold":"never"}', { 'if-match': '"1"' })],
      [428, await post(complete, '{}')],
      [412, await post(complete, '{}', { 'if-match': '"9"' })],
      [409, await post(`/api/events/${event.id}/reopen`, '{}', { 'if-match': '"1"' })],
    ] as const) {
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
      assert.equal(answer.problem.status, status);
    }
  });

  it('a cursor that leads nowhere is gone', async () => {
    const { body: page } = await world.read<EventPage>('/api/events');
    const answer = await world.call('/api/changes?after=0badcafe-7');
    assert.equal(answer.status, 410);
    assert.equal(answer.problem.cursor, page.cursor);
  });
});
