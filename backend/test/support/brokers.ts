import type { TestContext } from 'node:test';
import { parseBrokerUrl } from '../../src/message-broker/broker-url.ts';
import { type BrokerOptions, brokerSettings, createBroker } from '../../src/message-broker/create-broker.ts';
import type { MessageBroker } from '../../src/message-broker/message-broker.ts';
import { sharedNats } from './nats/shared-nats.ts';
import { startNatsCluster } from './nats/start-nats-cluster.ts';
import { startNats } from './nats/start-nats.ts';
import { sharedRabbitmq } from './rabbitmq/shared-rabbitmq.ts';
import { startRabbitmqCluster } from './rabbitmq/start-rabbitmq-cluster.ts';
import { startRabbitmq } from './rabbitmq/start-rabbitmq.ts';

/** The brokers that reports may come from: the journeys that matter are made with each. */
export const BROKERS = [
  {
    name: 'RabbitMQ',
    shared: sharedRabbitmq,
    start: startRabbitmq,
    startCluster: startRabbitmqCluster,
    /** Takes only whom it knows. */
    guarded: async () => (await sharedRabbitmq()).url,
  },
  {
    name: 'NATS',
    shared: sharedNats,
    start: startNats,
    startCluster: startNatsCluster,
    guarded: async (t: TestContext) => {
      const server = await startNats({ user: 'somebody', password: 'secret' });
      t.after(() => server.stop());
      return server.url;
    },
  },
] as const;
export type BrokerKind = (typeof BROKERS)[number];

export type BrokerNames = BrokerOptions['settings'];

/** As environment of a process: the same names that a test has. */
export const namesAsEnvironment = (names: BrokerNames): Record<string, string> =>
  Object.fromEntries(
    Object.entries(brokerSettings).map(([name, { variable }]) => [
      variable,
      String(names[name as keyof BrokerNames]),
    ]),
  );

/** A line of the test's own to a broker. */
export async function connectToBroker(
  t: TestContext,
  url: string,
  settings: BrokerNames,
): Promise<MessageBroker> {
  const address = parseBrokerUrl(url);
  if (!address) throw new Error(`${url} is no address of a broker`);
  const observer = { connected: () => undefined, lost: () => undefined, refused: () => undefined };
  const broker = createBroker({ address, settings, observer });
  t.after(() => broker.close());
  await broker.start();
  return broker;
}
