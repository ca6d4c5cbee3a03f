import { jetstream, type JetStreamClient, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { connect as connectTo, type NatsConnection, PermissionViolationError } from '@nats-io/transport-node';
import { type BrokerAddress, placeOf } from '../broker-url.ts';
import { ANSWER_WITHIN_MS, type Opened } from '../keep-open.ts';
import type { BrokerObserver } from '../message-broker.ts';
import { asRefusal } from './nats-errors.ts';

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
  /**
   * Hears that a pull or an acknowledgement of this stream was not permitted: they have no answer that would say so. Gives how to
   * hear no more of it.
   */
  readonly onRefused: (stream: string, hear: (error: PermissionViolationError) => void) => () => void;
}

const UNANSWERED = /^\$JS\.(ACK|API\.CONSUMER\.MSG\.NEXT)\./;
type Listener = Parameters<Connected['onRefused']>[1];

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
    let reconnected = Promise.withResolvers<void>();
    const listeners = new Map<Listener, string>();
    void watch(connection, observer, {
      reconnected: () => {
        reconnected.resolve();
        reconnected = Promise.withResolvers();
      },
      refused: (error) => {
        for (const [hear, stream] of listeners) if (error.subject.includes(`.${stream}.`)) hear(error);
      },
    });
    return {
      ...{ connection, client, manager, lost, close: () => connection.close() },
      get reconnected() {
        return reconnected.promise;
      },
      onRefused: (stream, hear) => {
        listeners.set(hear, stream);
        return () => void listeners.delete(hear);
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
  tell: { readonly reconnected: () => void; readonly refused: (error: PermissionViolationError) => void },
): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') observer.lost('the connection was cut');
    if (status.type === 'error' && isUnanswered(status.error)) tell.refused(status.error);
    if (status.type !== 'reconnect') continue;
    observer.connected();
    tell.reconnected();
  }
}

const isUnanswered = (error: Error): error is PermissionViolationError =>
  error instanceof PermissionViolationError && UNANSWERED.test(error.subject);
