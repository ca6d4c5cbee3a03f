import type { ConfirmChannel } from 'amqplib';
import { type BrokerAddress, placeOf } from '../broker-url.ts';
import { Line } from '../line.ts';
import type { BrokerObserver, MessageBroker, Topology } from '../message-broker.ts';
import { RETRY_PAUSES_MS } from '../retry-pauses.ts';
import { connect, type Connected } from './connect.ts';
import { createDeadLetters } from './dead-letters.ts';
import { createPublisher } from './publisher.ts';
import { asRefusal } from './rabbitmq-errors.ts';
import { openSource } from './source.ts';
import { prepareTopology, type RabbitmqNames } from './topology.ts';

export interface RabbitmqOptions {
  readonly address: BrokerAddress;
  readonly names: RabbitmqNames;
  readonly topology: Topology;
  readonly observer: BrokerObserver;
  readonly pausesMs?: readonly number[];
}

/** RabbitMQ, by AMQP 0-9-1: one connection to publish on, and one to consume on. */
export function createRabbitmqBroker(options: RabbitmqOptions): MessageBroker {
  const { address, names, topology, observer, pausesMs = RETRY_PAUSES_MS } = options;
  const place = placeOf(address);
  const line = new Line(observer);
  const open = (name: string) => async () => {
    const connected = await connect(address, `signalbox ${name}`);
    return { connected, channel: await prepare(connected, address, { names, pausesMs, topology }) };
  };
  const publisher = createPublisher(open('publisher'), line.part('publisher'));
  return {
    place,
    get trouble() {
      if (publisher.isBlocked) return 'it takes no messages, as its disk or memory is full';
      return line.trouble;
    },
    start: () => publisher.kept.firstTried,
    consume: (taker) =>
      openSource({
        open: open('consumer'),
        publisher,
        names,
        pausesMs,
        taker,
        observer: line.part('consumer'),
        sending: line.step('sending on'),
      }),
    publish: ({ id, subject, body }) =>
      publisher.publish({
        exchange: names.exchange,
        routingKey: subject,
        body,
        options: { messageId: id, contentType: 'application/json' },
      }),
    deadLetters: createDeadLetters(publisher, names),
    close: () => publisher.kept.close(),
  };
}

/** A channel with everything there that it will name. */
async function prepare(
  connected: Connected,
  address: BrokerAddress,
  topology: Parameters<typeof prepareTopology>[1],
): Promise<ConfirmChannel> {
  try {
    const channel = await connected.model.createConfirmChannel();
    channel.on('error', () => undefined); // whoever waits for an answer is told
    await prepareTopology(channel, topology);
    return channel;
  } catch (error) {
    await connected.close();
    throw asRefusal(error, address);
  }
}
