import { type BrokerAddress, placeOf } from '../broker-url.ts';
import { keepOpen } from '../keep-open.ts';
import { Line } from '../line.ts';
import type { BrokerObserver, MessageBroker, Topology } from '../message-broker.ts';
import { RETRY_PAUSES_MS } from '../retry-pauses.ts';
import { connect, type Connected } from './connect.ts';
import { createDeadLetters } from './dead-letters.ts';
import { asRefusal } from './nats-errors.ts';
import { publish, subjectOf } from './publisher.ts';
import { openSource } from './source.ts';
import { type NatsNames, prepareTopology } from './topology.ts';

export interface NatsOptions {
  readonly address: BrokerAddress;
  readonly names: NatsNames;
  readonly topology: Topology;
  readonly observer: BrokerObserver;
  readonly pausesMs?: readonly number[];
}

/** NATS JetStream: one connection for all. */
export function createNatsBroker(options: NatsOptions): MessageBroker {
  const { address, names, topology, observer, pausesMs = RETRY_PAUSES_MS } = options;
  const place = placeOf(address);
  const line = new Line(observer);
  const prepare = ({ manager }: Connected) => prepareTopology(manager, { names, topology });
  const connectionObserver = line.part('connection');
  const connection = keepOpen(async () => {
    const connected = await connect(address, connectionObserver);
    try {
      await prepare(connected);
      return connected;
    } catch (error) {
      await connected.close();
      throw asRefusal(error, place);
    }
  }, connectionObserver);
  return {
    place,
    get trouble() {
      return line.trouble;
    },
    start: () => connection.firstTried,
    consume: (taker) =>
      openSource({
        ...{ connection, prepare, topology, names, pausesMs, taker },
        observer: line.part('consumer'),
        sending: line.step('dead letters'),
      }),
    publish: async ({ id, subject, body }) =>
      publish(await connection.opened(), { id, subject: subjectOf(names.subject, subject), body }),
    deadLetters: createDeadLetters(connection, names),
    close: () => connection.close(),
  };
}
