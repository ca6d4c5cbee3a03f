import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownNames } from '../../src/message-broker/contract/broker-world.ts';
import { BROKERS, connectToBroker, namesAsEnvironment } from '../support/brokers.ts';
import { startIngestProcess } from '../support/start-broker-ingest.ts';

const NO_SERVICE = 'http://127.0.0.1:1';

describe('a broker ingest that is refused', () => {
  for (const { name, shared, guarded } of BROKERS) {
    it(`says that it is about the password of ${name}, and exits 78`, async (t) => {
      const address = new URL(await guarded(t));
      address.username = 'ingest';
      address.password = 'wrong';
      const brokerUrl = address.href;
      const started = startIngestProcess(t, { brokerUrl, databaseServiceUrl: NO_SERVICE });
      const { code, stderr } = await started.ended;
      assert.match(stderr, /refuses this user: .*Look at user, password and permissions\.\n$/);
      assert.doesNotMatch(stderr, /wrong/);
      assert.equal(code, 78);
    });

    it(`says what is missing in ${name} when it shall make nothing, and exits 78`, async (t) => {
      const env = namesAsEnvironment(ownNames());
      const options = { brokerUrl: (await shared()).url, databaseServiceUrl: NO_SERVICE, env };
      const { code, stderr } = await startIngestProcess(t, { ...options, arguments: ['--check'] }).ended;
      assert.match(stderr, /is not there: start with --declare to have it made, or name another\.\n$/);
      assert.equal(code, 78);
    });

    it(`says what is otherwise in ${name} than it needs it, and exits 78`, async (t) => {
      const names = ownNames();
      const { url } = await shared();
      await (await connectToBroker(t, url, names)).close();
      const confused = { ...names, queue: names.dead, stream: names.deadStream };
      const env = namesAsEnvironment(confused);
      const options = { brokerUrl: url, databaseServiceUrl: NO_SERVICE, env, arguments: ['--declare'] };
      const { code, stderr } = await startIngestProcess(t, options).ended;
      assert.match(stderr, /is there with other properties than ours/);
      assert.equal(code, 78);
    });
  }

  for (const [brokerUrl, sentence] of [
    [
      'http://127.0.0.1',
      /SIGNALBOX_BROKER_URL must be amqp:\/\/.* or nats:\/\/.*, not "http:\/\/127\.0\.0\.1"\./,
    ],
    ['', /SIGNALBOX_BROKER_URL is required\./],
  ] as const) {
    it(`says so when its broker is at "${brokerUrl}"`, async (t) => {
      const started = startIngestProcess(t, { brokerUrl, databaseServiceUrl: NO_SERVICE });
      const { code, stderr } = await started.ended;
      assert.match(stderr, sentence);
      assert.equal(code, 78);
    });
  }
});
