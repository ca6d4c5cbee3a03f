import type { Channel } from 'amqplib';
import { keepOpen, type Opened } from '../keep-open.ts';
import { MARKS } from '../marks.ts';
import type { BrokerObserver, Letter, MessageSource, MessageTaker } from '../message-broker.ts';
import { pauseAfter } from '../retry-pauses.ts';
import { untilDone } from '../until-done.ts';
import type { Connected } from './connect.ts';
import { consumeInTurns } from './consume-in-turns.ts';
import { deadLetterParcel } from './dead-letter-parcel.ts';
import { acknowledgeEach, type Delivery } from './deliveries.ts';
import { marked } from './incoming.ts';
import type { Parcel, Publisher } from './publisher.ts';
import { type RabbitmqNames, retryQueue } from './topology.ts';

export interface SourceOptions {
  readonly open: () => Promise<{ connected: Connected; channel: Channel }>;
  readonly publisher: Publisher;
  readonly names: RabbitmqNames;
  readonly pausesMs: readonly number[];
  readonly taker: MessageTaker;
  readonly observer: BrokerObserver;
  /** Of what is sent on: to be tried again, or to the dead letters. */
  readonly sending: BrokerObserver;
}

/** Consumes the queue of reports. Whoever consumes is given `Delivery`s, and gives them back. */
export function openSource({
  open,
  publisher,
  names,
  pausesMs,
  taker,
  observer,
  sending,
}: SourceOptions): MessageSource {
  const kept = keepOpen(async () => consume(await open(), names.queue, taker), observer);
  /** Here only when it is there; where it cannot be brought there it stays here. */
  const move = async (delivery: Delivery, parcel: Parcel) => {
    const isSent = await untilDone(() => publisher.publish(parcel), {
      isWanted: () => !delivery.isLost,
      observer: sending,
    });
    if (isSent) acknowledgeEach([delivery]);
  };
  return {
    acknowledge: (messages) => acknowledgeEach(messages as readonly Delivery[]),
    tryLater: (message) => {
      const delivery = message as Delivery;
      return move(delivery, retryParcel(delivery, names, pausesMs));
    },
    putAside: (message, letter: Letter) => {
      const delivery = message as Delivery;
      return move(delivery, deadLetterParcel(delivery, letter, names));
    },
    close: () => kept.close(),
  };
}

async function consume(
  { connected, channel }: { connected: Connected; channel: Channel },
  queue: string,
  { most, take }: MessageTaker,
): Promise<Opened> {
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  channel.on('error', ({ message }) => resolve(message));
  channel.on('close', () => resolve('the channel was closed'));
  const gone = () =>
    resolve(`the broker ended the consumer of "${queue}": it was deleted, or its node is gone`);
  await consumeInTurns(channel, { queue, most, take, gone });
  return {
    // oxlint-disable-next-line typescript/no-misused-promises -- `finally` waits for it
    lost: Promise.race([connected.lost, ended]).finally(() => connected.close()),
    close: async () => {
      // Acknowledgements before it arrive before it; but a connection that is lost meanwhile answers nothing any more.
      await Promise.race([channel.close().catch(() => undefined), connected.lost]);
      await connected.close();
    },
  };
}

function retryParcel(delivery: Delivery, names: RabbitmqNames, pausesMs: readonly number[]): Parcel {
  const { attempts, subject, body, id, message } = delivery;
  return {
    exchange: '',
    routingKey: retryQueue(names, pauseAfter(attempts, pausesMs)),
    body,
    options: marked(message, id, { [MARKS.attempts]: String(attempts + 1), [MARKS.subject]: subject }),
  };
}
