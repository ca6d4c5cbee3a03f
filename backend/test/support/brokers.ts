import type { TestContext } from 'node:test';
import type { MessageBroker } from '../../src/message-broker/message-broker.ts';
import { brokerAt } from './broker-at.ts';
import { type BrokerKind, NATS, RABBITMQ } from './broker-kinds.ts';
import type { BrokerNames } from './broker-names.ts';
import { sharedNats } from './nats/shared-nats.ts';
import { startNats } from './nats/start-nats.ts';
import { sharedRabbitmq } from './rabbitmq/shared-rabbitmq.ts';

/** A broker for the tests of a file. */
export interface TestedBroker extends BrokerKind {
  /** The server that they share. */
  readonly shared: () => Promise<{ readonly url: string }>;
  /** One that takes only whom it knows. */
  readonly guarded: (t: TestContext) => Promise<{ readonly url: string }>;
}

export const TESTED_RABBITMQ: TestedBroker = { ...RABBITMQ, shared: sharedRabbitmq, guarded: sharedRabbitmq };
export const TESTED_NATS: TestedBroker = {
  ...NATS,
  shared: sharedNats,
  guarded: async (t) => {
    const server = await startNats({ user: 'somebody', password: 'secret' });
    t.after(() => server.stop());
    return server;
  },
};

/** The brokers that reports may come from: the journeys that matter are made with each. */
export const BROKERS = [TESTED_RABBITMQ, TESTED_NATS] as const;

/** A line of the test's own to a broker. */
export async function connectToBroker(
  t: TestContext,
  url: string,
  settings: BrokerNames,
): Promise<MessageBroker> {
  const broker = brokerAt(url, { settings });
  t.after(() => broker.close());
  await broker.start();
  return broker;
}
