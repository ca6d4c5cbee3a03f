import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownNames } from '../../src/message-broker/contract/broker-world.ts';
import { namesAsEnvironment } from '../support/broker-names.ts';
import { BROKERS, connectToBroker, TESTED_NATS, TESTED_RABBITMQ } from '../support/brokers.ts';
import { startIngestProcess } from '../support/start-broker-ingest.ts';

const NO_SERVICE = 'http://127.0.0.1:1';

describe('a broker ingest that is refused', () => {
  for (const { name, shared, guarded } of BROKERS) {
    it(`says that it is about the password of ${name}, and exits 78`, async (t) => {
      const address = new URL((await guarded(t)).url);
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
      assert.match(
        stderr,
        /is not there: start the broker ingest with --declare to have it made, or name another\.\n$/,
      );
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

  it('says so when there is no such virtual host, and exits 78', async (t) => {
    const brokerUrl = `${(await TESTED_RABBITMQ.shared()).url}/none`;
    const { code, stderr } = await startIngestProcess(t, { brokerUrl, databaseServiceUrl: NO_SERVICE }).ended;
    assert.match(stderr, /does not let us into its virtual host "none": it has none of this name, .*\.\n$/);
    assert.equal(code, 78);
  });

  it('says so when another stream has its subjects, and exits 78', async (t) => {
    const names = ownNames();
    const { url: brokerUrl } = await TESTED_NATS.shared();
    await (await connectToBroker(t, brokerUrl, names)).close();
    const env = namesAsEnvironment({ ...names, stream: `${names.stream}-other` });
    const { code, stderr } = await startIngestProcess(t, { brokerUrl, databaseServiceUrl: NO_SERVICE, env })
      .ended;
    assert.match(
      stderr,
      /The stream "\S+-other" cannot be made: subjects overlap with an existing stream\.\n$/,
    );
    assert.equal(code, 78);
  });

  for (const [brokerUrl, sentence] of [
    [
      'http://127.0.0.1',
      /SIGNALBOX_BROKER_URL must be amqp:\/\/.* or nats:\/\/.*, not "http:\/\/127\.0\.0\.1"\./,
    ],
    [
      'amqp://ana:secret@mq:x',
      /SIGNALBOX_BROKER_URL must be amqp:\/\/.* or nats:\/\/.*, not "amqp:\/\/…@mq:x"\./,
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
