import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { DeadLetterPage, Hello, Problem } from '@signalbox/contracts';
import { namesAsEnvironment } from '../support/broker-names.ts';
import { BROKERS, TESTED_NATS, type TestedBroker } from '../support/brokers.ts';
import { eventually } from '../support/eventually.ts';
import { gatewayWorld } from '../support/gateway-world.ts';
import { type IngestWorld, ingestWorld } from '../support/ingest-world.ts';
import { startProcess } from '../support/start-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const mended = JSON.stringify({ status: 'error', message: 'mended' });

/** The command, as a person types it. */
async function commandLine(t: TestContext, { shared }: TestedBroker, { names }: IngestWorld) {
  const env = { SIGNALBOX_BROKER_URL: (await shared()).url, ...namesAsEnvironment(names) };
  return async (...given: string[]) => {
    const started = startProcess(t, 'backend/src/dead-letters/main.ts', { env, arguments: given });
    const { code, stdout, stderr } = await started.ended;
    return { code, said: stdout.trim(), complaint: stderr.trim() };
  };
}

for (const kind of BROKERS) {
  it(`dead letters of ${kind.name} are listed, shown, mended and thrown away by command`, async (t) => {
    const world = await ingestWorld(t, (await kind.shared()).url);
    const deadLetters = await commandLine(t, kind, world);
    await world.publishes({ status: 'broken', message: 'to be mended' });
    await world.publishes('{');
    const letters = await world.deadLetters(2);
    const [broken] = letters.filter(({ reason }) => reason.startsWith('#/status'));
    assert.ok(broken);

    const { said, code } = await deadLetters('list');
    assert.equal(code, 0);
    for (const { id, reason } of letters) assert.ok(said.includes(id) && said.includes(reason), said);
    assert.match(said, /\n2 dead letters$/);
    assert.match(
      (await deadLetters('show', broken.id)).said,
      /\{"status":"broken","message":"to be mended"\}$/,
    );

    const file = path.join(await temporaryFolder(t), 'mended.json');
    await writeFile(file, mended);
    assert.equal((await deadLetters('replay', broken.id, '--body', file)).code, 0);
    await world.shows('mended');
    assert.deepEqual(await deadLetters('show', broken.id), {
      ...{ code: 1, said: '' },
      complaint: `There is no dead letter ${broken.id}; list tells which there are.`,
    });
    assert.equal((await deadLetters('discard', '--all')).said, '1 dead letter was thrown away.');
    assert.equal((await deadLetters('list')).said, '0 dead letters');
  });

  it(`more dead letters of ${kind.name} than one look shows are all thrown away by command`, async (t) => {
    const world = await ingestWorld(t, (await kind.shared()).url);
    const deadLetters = await commandLine(t, kind, world);
    await Promise.all(Array.from({ length: 1_001 }, () => world.publishes('{')));
    await eventually(async () => {
      const { body } = await world.call<DeadLetterPage>('/v1/dead-letters?limit=0');
      assert.equal(body.total, 1_001);
    });
    assert.equal((await deadLetters('discard', '--all')).said, '1001 dead letters were thrown away.');
    assert.equal((await deadLetters('list')).said, '0 dead letters');
  });
}

describe('dead letters over HTTP', () => {
  it('are refused by rule where something is wrong with the question', async (t) => {
    const { call } = await ingestWorld(t, (await TESTED_NATS.shared()).url);
    const statusOf = async (path: string, body?: object) => (await call(path, body)).status;
    assert.equal(await statusOf('/v1/dead-letters?limit=501'), 400);
    assert.equal(await statusOf('/v1/dead-letters/4711'), 404);
    assert.equal(await statusOf('/v1/dead-letters/4711/replay', {}), 404);
    assert.equal(await statusOf('/v1/dead-letters/4711/replay', { text: 'x' }), 422);
    assert.equal(await statusOf('/v1/dead-letters/4711/replay', { body: 7 }), 422);
    assert.equal(await statusOf('/v1/dead-letters/4711/discard', {}), 404);
  });

  it('reach people through the gateway, as far as there is an ingest', async (t) => {
    const world = await ingestWorld(t, (await TESTED_NATS.shared()).url);
    await world.publishes('{');
    const [letter] = await world.deadLetters(1);
    assert.ok(letter);
    const gateway = await gatewayWorld(t, { SIGNALBOX_BROKER_INGEST_URL: world.ingestUrl });
    const page = await gateway.call<DeadLetterPage>('/api/dead-letters');
    assert.deepEqual(page.body, { total: 1, letters: [letter] });
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const replay = { ...post, body: JSON.stringify({ body: mended }) };
    assert.equal((await gateway.call(`/api/dead-letters/${letter.id}/replay`, replay)).status, 200);
    await world.shows('mended');
    assert.equal((await gateway.call(`/api/dead-letters/${letter.id}/replay`, replay)).status, 404);
  });

  for (const { ingest, env, status, detail, broker } of [
    { ingest: 'no', env: {}, status: 404, detail: 'No broker brings reports here.', broker: false },
    {
      ingest: 'a silent',
      env: { SIGNALBOX_BROKER_INGEST_URL: 'http://127.0.0.1:1' },
      status: 503,
      detail: 'The broker ingest does not answer.',
      broker: true,
    },
  ]) {
    it(`are said to be out of reach behind ${ingest} ingest`, async (t) => {
      const gateway = await gatewayWorld(t, env);
      const answer = await gateway.call<Problem>('/api/dead-letters');
      assert.equal(answer.status, status);
      assert.equal(answer.body.detail, detail);
      const stream = gateway.stream();
      await eventually(() => assert.equal(stream.of<Hello>('hello')[0]?.broker, broker));
    });
  }
});
