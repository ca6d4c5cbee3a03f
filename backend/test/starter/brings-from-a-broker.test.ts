import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { EventPage } from '@signalbox/contracts';
import { DEFAULT_NAMES } from '../support/broker-names.ts';
import { BROKERS, connectToBroker } from '../support/brokers.ts';
import { eventually } from '../support/eventually.ts';
import { startProduct } from '../support/start-product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

for (const { name, shared } of BROKERS) {
  it(`the product that one command starts shows what comes through ${name}`, async (t) => {
    const { url: brokerUrl } = await shared();
    const broker = ['--broker', brokerUrl, '--ingest-port', '0'];
    const product = startProduct(t, {
      arguments: ['--data', await temporaryFolder(t), '--no-simulator', ...broker],
    });
    const url = await product.consoleUrl();
    assert.match(product.stdout(), /broker ingest {5}http:\/\/127\.0\.0\.1:\d+ +from (RabbitMQ|NATS) at/);

    const source = await connectToBroker(t, brokerUrl, DEFAULT_NAMES);
    const body = Buffer.from(JSON.stringify({ status: 'error', message: 'Does not open' }));
    await source.publish({ id: 'r-1', subject: 'plaza-north', body });
    await eventually(async () => {
      const { events } = (await (await fetch(`${url}/api/events`)).json()) as EventPage;
      assert.deepEqual(
        events.map(({ message }) => message),
        ['Does not open'],
      );
    });
    product.signal('SIGINT');
    assert.equal((await product.ended).code, 0);
  });
}
