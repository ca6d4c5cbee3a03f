/** What the clients of the brokers can do at most: messages are received and acknowledged, and nothing else is done. */
import { jetstream } from '@nats-io/jetstream';
import { connect as connectToNats } from '@nats-io/transport-node';
import { connect as connectToRabbitmq, type ConsumeMessage } from 'amqplib';
import { NATS_NAMES } from '../../src/message-broker/nats/topology.ts';
import { RABBITMQ_NAMES } from '../../src/message-broker/rabbitmq/topology.ts';
import type { BrokerKind } from '../../test/support/broker-kinds.ts';

/** Messages that are unsettled at once, as the ingest has it. */
const PREFETCH = 4_000;

/** Gives when the first message came, once the last is acknowledged. */
export const consumeRaw: Readonly<
  Record<BrokerKind['name'], (url: string, messages: number) => Promise<number>>
> = { RabbitMQ: consumeFromRabbitmq, NATS: consumeFromNats };

async function consumeFromRabbitmq(url: string, messages: number): Promise<number> {
  const connection = await connectToRabbitmq(url);
  try {
    const channel = await connection.createChannel();
    await channel.prefetch(PREFETCH);
    const { promise: came, resolve } = Promise.withResolvers<void>();
    let count = 0;
    let first = 0;
    let newest: ConsumeMessage | undefined;
    const acknowledge = () => {
      if (newest) channel.ack(newest, true); // one word for all before it
      newest = undefined;
      if (count === messages) resolve();
    };
    await channel.consume(RABBITMQ_NAMES.queue, (message) => {
      if (!message) return;
      first ||= performance.now();
      count += 1;
      if (!newest) setImmediate(acknowledge);
      newest = message;
    });
    await came;
    await channel.close(); // acknowledgements before it arrive before it
    return first;
  } finally {
    await connection.close();
  }
}

async function consumeFromNats(url: string, messages: number): Promise<number> {
  const connection = await connectToNats({ servers: url });
  try {
    const consumer = await jetstream(connection).consumers.get(NATS_NAMES.stream, NATS_NAMES.consumer);
    let count = 0;
    let first = 0;
    while (count < messages) {
      for await (const message of await consumer.fetch({
        max_messages: Math.min(PREFETCH, messages - count),
      })) {
        first ||= performance.now();
        message.ack();
        count += 1;
      }
    }
    await connection.flush();
    return first;
  } finally {
    await connection.close();
  }
}
