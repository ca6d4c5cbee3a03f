import {
  choiceSetting,
  type Setting,
  type Settings,
  textSetting,
  wholeNumberSetting,
  WrongValue,
} from '../service-kit/environment.ts';
import { type BrokerAddress, BROKER_URL_SHAPE, parseBrokerUrl, withoutPassword } from './broker-url.ts';
import type { BrokerObserver, MessageBroker, Topology } from './message-broker.ts';
import { createNatsBroker } from './nats/nats-broker.ts';
import { NATS_NAMES } from './nats/topology.ts';
import { createRabbitmqBroker } from './rabbitmq/rabbitmq-broker.ts';
import { RABBITMQ_NAMES } from './rabbitmq/topology.ts';

const TOPOLOGIES = ['declare', 'check'] as const satisfies readonly Topology[];

export const brokerUrlSetting: Setting<BrokerAddress> = {
  ...textSetting('BROKER_URL', { description: `Where the messages are: ${BROKER_URL_SHAPE}.` }),
  read(text) {
    const address = parseBrokerUrl(text);
    if (address) return address;
    throw new WrongValue(`must be ${BROKER_URL_SHAPE}`);
  },
  shown: withoutPassword,
};

/** What everything is called there. */
export const brokerSettings = {
  topology: choiceSetting(
    'BROKER_TOPOLOGY',
    {
      description:
        'declare makes the exchanges, queues and streams that are missing; check only looks whether they are there.',
      byDefault: 'declare',
    },
    TOPOLOGIES,
  ),
  exchange: textSetting('RABBITMQ_EXCHANGE', {
    description: 'RabbitMQ: the topic exchange that reports are published to.',
    byDefault: RABBITMQ_NAMES.exchange,
  }),
  binding: textSetting('RABBITMQ_BINDING', {
    description: 'RabbitMQ: which routing keys of it go to the queue.',
    byDefault: RABBITMQ_NAMES.binding,
  }),
  queue: textSetting('RABBITMQ_QUEUE', {
    description: 'RabbitMQ: the queue of reports.',
    byDefault: RABBITMQ_NAMES.queue,
  }),
  dead: textSetting('RABBITMQ_DEAD', {
    description: 'RabbitMQ: the exchange and the queue of what could not be taken.',
    byDefault: RABBITMQ_NAMES.dead,
  }),
  retry: textSetting('RABBITMQ_RETRY', {
    description: 'RabbitMQ: what the queues begin with in which messages wait to be tried again.',
    byDefault: RABBITMQ_NAMES.retry,
  }),
  stream: textSetting('NATS_STREAM', {
    description: 'NATS: the stream of reports.',
    byDefault: NATS_NAMES.stream,
  }),
  subject: textSetting('NATS_SUBJECT', {
    description: 'NATS: what the subjects of reports begin with.',
    byDefault: NATS_NAMES.subject,
  }),
  consumer: textSetting('NATS_CONSUMER', {
    description: 'NATS: the durable consumer of the stream.',
    byDefault: NATS_NAMES.consumer,
  }),
  deadStream: textSetting('NATS_DEAD_STREAM', {
    description: 'NATS: the stream of what could not be taken.',
    byDefault: NATS_NAMES.deadStream,
  }),
  deadSubject: textSetting('NATS_DEAD_SUBJECT', {
    description: 'NATS: what its subjects begin with.',
    byDefault: NATS_NAMES.deadSubject,
  }),
  replicas: wholeNumberSetting(
    'NATS_REPLICAS',
    {
      description: 'NATS: on how many servers of a cluster each message is kept.',
      byDefault: String(NATS_NAMES.replicas),
    },
    [1, 5],
  ),
} as const;

export interface BrokerOptions {
  readonly address: BrokerAddress;
  /** They name more than a broker of one kind needs. */
  readonly settings: Settings<typeof brokerSettings>;
  readonly observer: BrokerObserver;
  readonly pausesMs?: readonly number[];
}

/** The broker that the address names; it is not asked for anything before `start`. */
export function createBroker({ address, settings, observer, pausesMs }: BrokerOptions): MessageBroker {
  const { topology } = settings;
  const common = { address, names: settings, topology, observer, ...(pausesMs && { pausesMs }) };
  return address.kind === 'rabbitmq' ? createRabbitmqBroker(common) : createNatsBroker(common);
}
