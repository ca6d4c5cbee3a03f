import { jetstream, type JetStreamClient, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { connect as connectTo, type NatsConnection } from '@nats-io/transport-node';
import { type BrokerAddress, placeOf } from '../broker-url.ts';
import type { Opened } from '../keep-open.ts';
import type { BrokerObserver } from '../message-broker.ts';
import { asRefusal } from './nats-errors.ts';

/** Nobody on the same network needs longer, and an election among three takes about so long. */
const ANSWER_WITHIN_MS = 5_000;
/** A broker that hangs is left after twice as long. */
const PING_EVERY_MS = 5_000;
/** A server that was restarted is found again at once, and one that stays away is not stormed. */
const RECONNECT = { reconnectTimeWait: 250, reconnectJitter: 250, maxReconnectAttempts: -1 };

export interface Connected extends Opened {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  /** When a lost server is found again, the next time. */
  readonly reconnected: Promise<void>;
}

/** Connects to any of the hosts. The client itself finds a lost one again, and what we hold of it stays ours. */
export async function connect(address: BrokerAddress, observer: BrokerObserver): Promise<Connected> {
  const { hosts, username, password, isEncrypted } = address;
  try {
    const connection = await connectTo({
      servers: hosts.map(({ hostname, port }) => `${hostname}:${port}`),
      name: 'signalbox',
      timeout: ANSWER_WITHIN_MS,
      pingInterval: PING_EVERY_MS,
      maxPingOut: 2,
      ...RECONNECT,
      ...(username !== undefined && { user: username, pass: password ?? '' }),
      ...(isEncrypted && { tls: {} }),
    });
    return await withJetStream(connection, observer);
  } catch (error) {
    throw asRefusal(error, placeOf(address));
  }
}

async function withJetStream(connection: NatsConnection, observer: BrokerObserver): Promise<Connected> {
  const lost = connection.closed().then((error) => error?.message ?? 'the connection was closed');
  try {
    const options = { timeout: ANSWER_WITHIN_MS };
    const manager = await jetstreamManager(connection, options);
    const client = jetstream(connection, options);
    let next = Promise.withResolvers<void>();
    void watch(connection, observer, () => {
      next.resolve();
      next = Promise.withResolvers();
    });
    return {
      ...{ connection, client, manager, lost, close: () => connection.close() },
      get reconnected() {
        return next.promise;
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function watch(
  connection: NatsConnection,
  observer: BrokerObserver,
  reconnected: () => void,
): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect') observer.lost('the connection was cut');
    if (type !== 'reconnect') continue;
    observer.connected();
    reconnected();
  }
}
