import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { ownNames } from '../../src/message-broker/contract/broker-world.ts';
import { type BrokerKind, NATS, RABBITMQ } from '../support/broker-kinds.ts';
import { connectToBroker } from '../support/brokers.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { ingestWorld } from '../support/ingest-world.ts';
import { SimulatedLoad } from '../support/simulated-load.ts';
import { startBrokerIngest } from '../support/start-broker-ingest.ts';
import { startDatabaseService } from '../support/start-database-service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const failing = (message: string) => Buffer.from(JSON.stringify({ status: 'error', message }));

async function startOnDisk(t: TestContext, kind: BrokerKind) {
  const broker = await kind.startOnDisk();
  t.after(() => broker.stop());
  return broker;
}

describe('reports', { concurrency: true }, () => {
  for (const kind of [RABBITMQ, NATS]) {
    it(`wait for a ${kind.name} that is not there yet, and for one that hangs, and are all there in the end`, async (t) => {
      const broker = await startOnDisk(t, kind);
      const folder = await temporaryFolder(t);
      const port = await freePort();
      const service = await startDatabaseService(t, { folder, port });
      await broker.kill();
      const ingest = await startBrokerIngest(t, {
        brokerUrl: broker.url,
        databaseServiceUrl: service.url,
        until: 'listening',
      });
      const statusOf = async (path: string) => (await fetch(ingest.url + path)).status;
      assert.equal(await statusOf('/readyz'), 503);
      await eventually(() => assert.match(ingest.stderr(), /the broker cannot be used, and is tried again/));
      assert.equal(await statusOf('/v1/dead-letters'), 503);
      assert.equal(await statusOf('/metrics'), 200);
      await broker.restart();
      await eventually(async () => assert.equal(await statusOf('/readyz'), 200));

      const load = new SimulatedLoad(t, service.url, { reports: 1_500, rate: 300, to: broker.url });
      await load.hasReached(0.2);
      broker.pause();
      await eventually(async () => assert.equal(await statusOf('/readyz'), 503));
      broker.resume();
      await load.hasReached(0.4);
      await service.kill();
      await startDatabaseService(t, { folder, port });
      await load.endsWithNothingLost();
    });

    it(`are taken while the disk of ${kind.name} is full, and what it has no room for waits`, async (t) => {
      const broker = await startOnDisk(t, kind);
      const names = ownNames();
      const source = await connectToBroker(t, broker.url, names);
      const publish = (id: string, body: Uint8Array) => source.publish({ id, subject: 'plaza-north', body });
      await publish('wrong', Buffer.from('{'));
      await publish('before', failing('before'));
      await broker.fillDisk();
      const { shows, deadLetters, call } = await ingestWorld(t, broker.url, { names });
      const later = eventually(() => publish('later', failing('later')));
      await shows('before');
      assert.equal((await call('/livez')).status, 200);
      await broker.emptyDisk();
      await later;
      await shows('before', 'later');
      const [{ messageId } = {}] = await deadLetters(1);
      assert.equal(messageId, 'wrong');
    });
  }
});
