import { connect as connectTo, type ChannelModel } from 'amqplib';
import type { BrokerAddress } from '../broker-url.ts';
import { ANSWER_WITHIN_MS } from '../keep-open.ts';
import { asRefusal } from './rabbitmq-errors.ts';

/** A broker that hangs is left after twice as long. */
const HEARTBEAT_SECONDS = 5;

/** A connection, and the promise of its end. */
export interface Connected {
  readonly model: ChannelModel;
  /** Why it ended. */
  readonly lost: Promise<string>;
  close(): Promise<void>;
}

/** Connects to the first host that answers. `name` is what an administrator sees. */
export async function connect(address: BrokerAddress, name: string): Promise<Connected> {
  const failures: Error[] = [];
  for (const host of address.hosts) {
    try {
      return await connectToHost(address, host, name);
    } catch (error) {
      failures.push(asRefusal(error, { ...address, hosts: [host] }));
    }
  }
  throw failures.at(-1) ?? new Error('There is no host to connect to.');
}

async function connectToHost(
  { hosts, isEncrypted, username, password, virtualHost }: BrokerAddress,
  { hostname, port }: BrokerAddress['hosts'][number],
  name: string,
): Promise<Connected> {
  const where = {
    protocol: isEncrypted ? 'amqps' : 'amqp',
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'), // IPv6
    port,
    vhost: encodeURIComponent(virtualHost), // amqplib decodes it
    heartbeat: HEARTBEAT_SECONDS,
    ...(username !== undefined && { username, password: password ?? '' }),
  };
  // One is tried after the other, and the time is for all of them.
  const timeout = ANSWER_WITHIN_MS / hosts.length;
  const socket = { timeout, noDelay: true, clientProperties: { connection_name: name } };
  const model = await connectTo(where, socket);
  const { promise: lost, resolve } = Promise.withResolvers<string>();
  model.on('error', ({ message }) => resolve(message));
  model.on('close', (error) => resolve(error?.message ?? 'the connection was closed'));
  return { model, lost, close: () => closeQuietly(model, lost) };
}

/** It may be closed already, which is what is wanted; and one that is lost meanwhile never says that it is closed. */
async function closeQuietly(model: ChannelModel, lost: Promise<string>): Promise<void> {
  const closing = async () => model.close();
  await Promise.race([closing().catch(() => undefined), lost]);
}
