import { type Kept, keepOpen, type Opened } from '../keep-open.ts';
import type { BrokerObserver, MessageSource, MessageTaker, Topology } from '../message-broker.ts';
import { pauseAfter } from '../retry-pauses.ts';
import { untilDone } from '../until-done.ts';
import type { Connected } from './connect.ts';
import { deadLetterParcel } from './dead-letter-parcel.ts';
import { Deliveries } from './deliveries.ts';
import type { NatsMessage } from './incoming.ts';
import { publish } from './publisher.ts';
import { pull } from './pull.ts';
import type { NatsNames } from './topology.ts';

/** A broker that is away is not waited for: it delivers again what it was not told of. */
const GOODBYE_WITHIN_MS = 1_000;

/** The server counts them as part of a message; a line of its protocol has no more. */
const ROOM_FOR_SUBJECTS = 4 * 1_024;

export interface SourceOptions {
  readonly connection: Kept<Connected>;
  /** Provides what is named, and gives the epoch of the stream. */
  readonly prepare: (connected: Connected) => Promise<string>;
  readonly topology: Topology;
  readonly names: NatsNames;
  readonly pausesMs: readonly number[];
  readonly taker: MessageTaker;
  readonly observer: BrokerObserver;
  /** Of what is sent to the dead letters. */
  readonly sending: BrokerObserver;
}

/** Pulls from the durable consumer of the stream. Whoever consumes is given `NatsMessage`s, and gives them back. */
export function openSource(options: SourceOptions): MessageSource {
  const { connection, prepare, names, pausesMs, taker, sending } = options;
  const deliveries = new Deliveries(taker.most);
  const closing = Promise.withResolvers<never>();
  closing.promise.catch(() => undefined); // perhaps nobody waits
  const kept = keepOpen(() => consume(options, deliveries, closing.promise), options.observer);
  let isClosed = false;
  const acknowledge = (message: NatsMessage) => {
    if (deliveries.settle(message)) message.message.ack();
  };
  return {
    acknowledge: (messages) => (messages as readonly NatsMessage[]).forEach(acknowledge),
    tryLater: async (message) => {
      const one = message as NatsMessage;
      if (deliveries.settle(one)) one.message.nak(pauseAfter(one.attempts, pausesMs));
    },
    putAside: async (message, letter) => {
      const one = message as NatsMessage;
      const send = async () => {
        const connected = await connection.opened();
        const bytesMost = connected.connection.info?.max_payload ?? Infinity;
        try {
          await publish(connected, deadLetterParcel(one, letter, names, bytesMost));
        } catch (error) {
          await prepare(connected); // perhaps the stream was deleted
          throw error;
        }
      };
      if (await untilDone(send, { isWanted: () => !isClosed, observer: sending })) acknowledge(one);
    },
    close: async () => {
      isClosed = true;
      closing.reject(new Error('The source is closed.'));
      const closed = kept.close();
      // A server that is asked about its consumer notices that nobody pulls any more. One that still believes it may
      // drop what it is given back, until the time to settle it is over.
      await ifThere(connection, ({ manager }) => manager.consumers.info(names.stream, names.consumer));
      deliveries.close(); // also whoever waits for room
      await closed;
      await ifThere(connection, (connected) => connected.connection.flush());
    },
  };
}

async function ifThere(
  connection: Kept<Connected>,
  say: (connected: Connected) => Promise<unknown>,
): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, GOODBYE_WITHIN_MS).unref());
  const said = connection.opened().then(say);
  await Promise.race([late, said.catch(() => undefined)]); // closed or lost meanwhile
}

async function consume(
  { connection, prepare, topology, names, taker }: SourceOptions,
  deliveries: Deliveries,
  closing: Promise<never>,
): Promise<Opened> {
  const connected = await Promise.race([connection.opened(), closing]); // which may never be there
  const { reconnected } = connected;
  const epoch = await prepare(connected);
  const mustBeMadeAnew = async () => topology === 'declare' && (await hasForgotten(connected, names));
  if (await mustBeMadeAnew()) {
    await connected.manager.consumers.delete(names.stream, names.consumer);
    await prepare(connected);
  }
  const pulling = pull({
    consumer: await connected.client.consumers.get(names.stream, names.consumer),
    epoch,
    names,
    room: () => deliveries.room(),
    largestBytes: (connected.connection.info?.max_payload ?? 0) + ROOM_FOR_SUBJECTS,
    take: (message) => taker.take(deliveries.add(message)),
    // What was not settled yet when the server came back may have hidden them.
    idle: async () => {
      if (await mustBeMadeAnew()) throw new Error('it has messages again that were acknowledged');
    },
  });
  // What comes anew with the server is looked at before more is pulled.
  const cut = reconnected.then(() => 'the connection was cut');
  const refused = Promise.withResolvers<string>();
  const hearNoMore = connected.onRefused(names.stream, ({ message }) => refused.resolve(message));
  const lost = Promise.race([pulling.lost, cut, refused.promise]);
  const end = () => {
    hearNoMore();
    return pulling.close();
  };
  // oxlint-disable-next-line typescript/no-misused-promises -- `finally` waits for it
  return { lost: lost.finally(end), close: end };
}

/**
 * A server that was killed may have messages again that were acknowledged, and that its consumer never delivers any more. A new
 * consumer delivers them, they are known, and gone.
 */
async function hasForgotten({ manager }: Connected, { stream, consumer }: NatsNames): Promise<boolean> {
  const { ack_floor: settled } = await manager.consumers.info(stream, consumer);
  const { state } = await manager.streams.info(stream);
  return state.messages > 0 && state.first_seq <= settled.stream_seq;
}
