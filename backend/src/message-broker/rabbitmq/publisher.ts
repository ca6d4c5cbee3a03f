import type { ConfirmChannel, Options } from 'amqplib';
import { type Kept, keepOpen, type Opened } from '../keep-open.ts';
import type { BrokerObserver } from '../message-broker.ts';
import type { Connected } from './connect.ts';

/** Where a message goes, and what is said about it. */
export interface Parcel {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Uint8Array;
  readonly options: Options.Publish;
}

export interface Publisher {
  /** Resolves when the broker has it on disk. */
  publish(parcel: Parcel): Promise<void>;
  /** Whether the broker takes nothing now, as its disk or memory is full. */
  readonly isBlocked: boolean;
  /** For what is asked beside it, on a channel of its own. */
  readonly kept: Kept<OpenedPublisher>;
}

interface OpenedPublisher extends Opened {
  readonly connected: Connected;
  readonly send: (parcel: Parcel) => Promise<void>;
  readonly isBlocked: () => boolean;
}

/**
 * On a connection of its own: a broker that runs out of disk stops reading from connections that publish, and
 * acknowledgements must not wait behind that.
 */
export function createPublisher(
  open: () => Promise<{ connected: Connected; channel: ConfirmChannel }>,
  observer: BrokerObserver,
): Publisher {
  let isBlocked = () => false;
  const kept = keepOpen(async () => {
    const opened = openPublisher(await open());
    ({ isBlocked } = opened);
    return opened;
  }, observer);
  return {
    kept,
    publish: async (parcel) => (await kept.opened()).send(parcel),
    get isBlocked() {
      return isBlocked();
    },
  };
}

function openPublisher({
  connected,
  channel,
}: {
  connected: Connected;
  channel: ConfirmChannel;
}): OpenedPublisher {
  let isBlocked = false;
  connected.model.on('blocked', () => (isBlocked = true));
  for (const end of ['unblocked', 'close']) connected.model.on(end, () => (isBlocked = false));
  const { promise: channelLost, resolve: missing } = Promise.withResolvers<string>();
  let newest: ConfirmChannel | undefined;
  let send = senderOn(channel);

  function senderOn(opened: ConfirmChannel) {
    newest = opened;
    opened.on('error', ({ message }) => missing(message));
    const unanswered = new Set<Promise<void>>();
    const refused = () => {
      if (newest === opened) void renew(opened, unanswered);
    };
    const sendOne = sender(opened, { missing, refused });
    return (parcel: Parcel): Promise<void> => {
      const sent = sendOne(parcel);
      unanswered.add(sent);
      void sent.catch(() => undefined).finally(() => unanswered.delete(sent));
      return sent;
    };
  }

  /** The old one ends when it is known what became of all that was sent on it. */
  async function renew(old: ConfirmChannel, unanswered: ReadonlySet<Promise<void>>): Promise<void> {
    newest = undefined;
    try {
      send = senderOn(await connected.model.createConfirmChannel());
      await Promise.allSettled(unanswered);
      await old.close();
    } catch (error) {
      missing((error as Error).message);
    }
  }

  return {
    connected,
    send: (parcel) => send(parcel),
    isBlocked: () => isBlocked,
    // oxlint-disable-next-line typescript/no-misused-promises -- `finally` waits for it
    lost: Promise.race([connected.lost, channelLost]).finally(() => connected.close()),
    close: () => connected.close(),
  };
}

/** Tells one that came back from all others: names that senders gave may come twice. */
const NUMBER = 'signalbox-number';

interface Failed {
  readonly missing: (what: string) => void;
  readonly refused: () => void;
}

/**
 * What no queue takes comes back, and is confirmed all the same: so it is looked at which came back. Then something is missing
 * that was there, and is made or asked for when everything is opened again. Where one is refused the queue may be full, or this
 * channel has missed which server of a cluster leads the queue now: RabbitMQ 3.10 then refuses all that comes on it, and takes it on
 * another.
 */
function sender(channel: ConfirmChannel, { missing, refused }: Failed) {
  const returned = new Set<number>();
  let last = 0;
  channel.on('return', ({ properties }) => returned.add(Number(properties.headers?.[NUMBER])));

  return ({ exchange, routingKey, body, options }: Parcel): Promise<void> =>
    new Promise((resolve, reject) => {
      const number = (last += 1);
      const confirmed = (error: unknown) => {
        if (isRefusal(error)) refused();
        if (error) return reject(error instanceof Error ? error : new Error('The broker did not take it.'));
        if (!returned.delete(number)) return resolve();
        const what = `nobody receives what is sent to "${exchange}" as "${routingKey}"`;
        missing(what);
        reject(new Error(what));
      };
      const flags = { persistent: true, mandatory: true };
      const headers = { ...(options.headers as object | undefined), [NUMBER]: number };
      try {
        channel.publish(
          exchange,
          routingKey,
          Buffer.from(body),
          { ...options, ...flags, headers },
          confirmed,
        );
      } catch (error) {
        reject(new Error('The channel was closed.', { cause: error })); // the channel has closed
      }
    });
}

/** And not that the channel was closed before it was answered. amqplib has no other way to tell. */
const isRefusal = (error: unknown): boolean => error instanceof Error && error.message === 'message nacked';
