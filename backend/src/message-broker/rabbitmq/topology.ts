import type { Channel } from 'amqplib';
import { BrokerRefusal, type Topology } from '../message-broker.ts';
import { isAnswerOf } from './rabbitmq-errors.ts';

export interface RabbitmqNames {
  /** The exchange that reports are published to. */
  readonly exchange: string;
  /** What of the exchange goes into the queue. */
  readonly binding: string;
  readonly queue: string;
  /** Exchange and queue of what could not be taken. */
  readonly dead: string;
  /** What the names of the queues begin with in which messages wait to be tried again. */
  readonly retry: string;
}

export const RABBITMQ_NAMES: RabbitmqNames = {
  exchange: 'signalbox',
  binding: '#',
  queue: 'signalbox.reports',
  dead: 'signalbox.dead',
  retry: 'signalbox.retry',
};

/** Redelivered so often, a message has most likely ended whoever took it: it goes to the dead letters. Restarts never come near. */
const DELIVERIES_MOST = 200;
/** Looking at dead letters delivers them: RabbitMQ 4 would drop what was looked at twenty times. */
const LOOKS_MOST = 1_000_000;

/** On the disks of most nodes; and what RabbitMQ itself moves elsewhere is there before it is gone here. */
const SAFE = { 'x-queue-type': 'quorum', 'x-overflow': 'reject-publish' };
const movingTo = (exchange: string) => ({
  'x-dead-letter-exchange': exchange,
  'x-dead-letter-strategy': 'at-least-once',
});

interface Queue {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export const retryQueue = ({ retry }: RabbitmqNames, pauseMs: number): string => `${retry}.${pauseMs}ms`;

function queuesOf(names: RabbitmqNames, pausesMs: readonly number[]): Queue[] {
  const { queue, dead } = names;
  return [
    {
      name: queue,
      // One consumer at a time keeps the order of what is said about a thing; the next takes over when it ends.
      arguments: {
        ...SAFE,
        ...movingTo(dead),
        'x-single-active-consumer': true,
        'x-delivery-limit': DELIVERIES_MOST,
      },
    },
    { name: dead, arguments: { ...SAFE, 'x-delivery-limit': LOOKS_MOST } },
    ...[...new Set(pausesMs)].map((pauseMs) => ({
      name: retryQueue(names, pauseMs),
      arguments: {
        ...SAFE,
        ...movingTo(''),
        'x-dead-letter-routing-key': queue,
        'x-message-ttl': pauseMs,
      },
    })),
  ];
}

export interface TopologyOptions {
  readonly names: RabbitmqNames;
  readonly pausesMs: readonly number[];
  readonly topology: Topology;
}

/** Makes what is missing, or looks whether it is there. Throws a BrokerRefusal where something is not as we need it. */
export async function prepareTopology(channel: Channel, options: TopologyOptions): Promise<void> {
  if (options.topology === 'check') await checkTopology(channel, options);
  else await declareTopology(channel, options);
}

async function declareTopology(channel: Channel, { names, pausesMs }: TopologyOptions): Promise<void> {
  for (const exchange of [names.exchange, names.dead]) {
    await refusing(
      channel.assertExchange(exchange, 'topic', { durable: true }),
      `The exchange "${exchange}"`,
    );
  }
  for (const { name, arguments: given } of queuesOf(names, pausesMs)) {
    await refusing(channel.assertQueue(name, { durable: true, arguments: given }), `The queue "${name}"`);
  }
  await channel.bindQueue(names.queue, names.exchange, names.binding);
  await channel.bindQueue(names.dead, names.dead, '#');
}

async function checkTopology(channel: Channel, { names, pausesMs }: TopologyOptions): Promise<void> {
  for (const exchange of [names.exchange, names.dead]) {
    await refusing(channel.checkExchange(exchange), `The exchange "${exchange}"`);
  }
  for (const { name } of queuesOf(names, pausesMs)) {
    await refusing(channel.checkQueue(name), `The queue "${name}"`);
  }
}

async function refusing(answer: Promise<unknown>, what: string): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (isAnswerOf(error, 'PRECONDITION_FAILED')) {
      throw new BrokerRefusal(
        `${what} is there with other properties than ours: ${(error as Error).message}. ` +
          'Delete it if it is empty, name another, or start with --check to take it as it is.',
        { cause: error },
      );
    }
    if (isAnswerOf(error, 'NOT_FOUND')) {
      throw new BrokerRefusal(
        `${what} is not there: start the broker ingest with --declare to have it made, or name another.`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}
