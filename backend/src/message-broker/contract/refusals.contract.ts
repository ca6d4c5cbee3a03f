import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { parseBrokerUrl } from '../broker-url.ts';
import { type BrokerOptions, createBroker } from '../create-broker.ts';
import { BrokerRefusal } from '../message-broker.ts';
import { type BrokerUrl, observing, ownNames } from './broker-world.ts';

function brokerWith(t: TestContext, url: string, settings: BrokerOptions['settings']) {
  const address = parseBrokerUrl(url);
  assert.ok(address);
  const { told, observer } = observing();
  const broker = createBroker({ address, settings, observer, pausesMs: [200] });
  t.after(() => broker.close());
  return { broker, told };
}

export function refusalsContract(url: BrokerUrl): void {
  describe('a broker with which something is wrong', () => {
    it('is not taken for another, where nothing is to be made and nothing is there', async (t) => {
      const { broker } = brokerWith(t, await url(), ownNames({ topology: 'check' }));
      await assert.rejects(broker.start(), (error) => {
        assert.ok(error instanceof BrokerRefusal);
        assert.match(
          error.message,
          /^The (exchange|stream) "test-\w+.*" is not there: start the broker ingest with --declare/,
        );
        return true;
      });
    });

    it('is taken as it is, where everything is there', async (t) => {
      const settings = ownNames();
      await brokerWith(t, await url(), settings).broker.start();
      const { broker, told } = brokerWith(t, await url(), { ...settings, topology: 'check' });
      await broker.start();
      assert.deepEqual([told, broker.trouble], [['connected'], undefined]);
    });

    it('is told what is there with other properties than ours', async (t) => {
      const settings = ownNames();
      await brokerWith(t, await url(), settings).broker.start();
      // What is a queue or a stream of dead letters there shall be that of reports here.
      const confused = { ...settings, queue: settings.dead, stream: settings.deadStream };
      const { broker, told } = brokerWith(t, await url(), confused);
      await assert.rejects(broker.start(), (error) => {
        assert.ok(error instanceof BrokerRefusal);
        assert.match(error.message, /^The (queue|stream) "test-\w+.dead" is there with other properties/);
        assert.match(error.message, /or start with --check to take it as it is\.$/);
        return true;
      });
      assert.equal(told.length, 1);
    });

    it('that is away is waited for', async (t) => {
      const { protocol } = new URL(await url());
      const { broker, told } = brokerWith(t, `${protocol}//127.0.0.1:1`, ownNames());
      await broker.start();
      assert.deepEqual(told, ['lost']);
      assert.ok(broker.trouble);
    });

    it('that takes connections and says nothing is left, and looked for again', async (t) => {
      const { protocol } = new URL(await url());
      let attempts = 0;
      const silent = createServer((socket) => {
        attempts += 1;
        socket.on('error', () => undefined);
        t.after(() => socket.destroy());
      });
      await once(silent.listen(0, '127.0.0.1'), 'listening');
      t.after(() => silent.close());
      const { port } = silent.address() as AddressInfo;
      const { broker } = brokerWith(t, `${protocol}//127.0.0.1:${port}`, ownNames());
      await broker.start();
      assert.ok(broker.trouble);
      await eventually(() => assert.ok(attempts >= 2));
    });

    it('that is away keeps nobody from ending', { timeout: 20_000 }, async (t) => {
      const { protocol } = new URL(await url());
      const { broker } = brokerWith(t, `${protocol}//127.0.0.1:1`, ownNames());
      await broker.start();
      await broker.consume({ most: 1, take: () => undefined }).close();
      await broker.close();
    });
  });
}
