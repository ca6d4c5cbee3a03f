import type { BrokerNames } from './broker-names.ts';
import { startNatsCluster } from './nats/start-nats-cluster.ts';
import { startNats } from './nats/start-nats.ts';
import * as streams from './nats/streams.ts';
import * as queues from './rabbitmq/queues.ts';
import { startRabbitmqCluster } from './rabbitmq/start-rabbitmq-cluster.ts';
import { startRabbitmq } from './rabbitmq/start-rabbitmq.ts';
import type { StartedServer } from './servers/start-server.ts';

/** Messages that nobody has taken, and dead letters. */
export interface Leftovers {
  readonly waiting: number;
  readonly dead: number;
}

export type Place = 'reports' | 'dead letters';

export interface BrokerServer extends StartedServer {
  readonly url: string;
}

export interface BrokerOnDisk extends BrokerServer {
  fillDisk(): Promise<void>;
  emptyDisk(): Promise<void>;
}

/** Servers that are one broker, which is there as long as most of them are. */
export interface BrokerCluster {
  /** For clients, with all of its servers. */
  readonly url: string;
  readonly size: number;
  kill(index: number): Promise<void>;
  restart(index: number): Promise<void>;
  stop(): Promise<void>;
  /** Throws unless every server has everything again. */
  assertWhole(names: BrokerNames): Promise<void>;
}

export interface BrokerKind {
  readonly name: 'RabbitMQ' | 'NATS';
  /** A server of the caller's own. */
  readonly start: () => Promise<BrokerServer>;
  /** One whose disk can be full. */
  readonly startOnDisk: () => Promise<BrokerOnDisk>;
  readonly startCluster: (size: number) => Promise<BrokerCluster>;
  readonly leftovers: (url: string, names: BrokerNames) => Promise<Leftovers>;
  /** The queue or the stream, of reports or of dead letters, as an administrator would. */
  readonly deletePlace: (url: string, names: BrokerNames, place: Place) => Promise<unknown>;
}

export const RABBITMQ: BrokerKind = {
  name: 'RabbitMQ',
  start: startRabbitmq,
  startOnDisk: startRabbitmq,
  startCluster: async (size) => {
    const cluster = await startRabbitmqCluster(size);
    return { ...cluster, size, url: oneUrl(cluster.urls), assertWhole: () => queues.assertWhole(cluster) };
  },
  leftovers: queues.leftovers,
  deletePlace: queues.deletePlace,
};

/** Soon full. */
const NATS_DISK_BYTES = 4_000_000;

export const NATS: BrokerKind = {
  name: 'NATS',
  start: startNats,
  startOnDisk: async () => {
    const server = await startNats({ maxFileStore: NATS_DISK_BYTES });
    const { url } = server;
    return { ...server, fillDisk: () => streams.fillDisk(url), emptyDisk: () => streams.emptyDisk(url) };
  },
  startCluster: async (size) => {
    const cluster = await startNatsCluster(size);
    const assertWhole = (names: BrokerNames) => streams.assertWhole(cluster, names);
    return { ...cluster, size, url: oneUrl(cluster.urls), assertWhole };
  },
  leftovers: streams.leftovers,
  deletePlace: streams.deletePlace,
};

/** As people write it: the servers behind commas, and who they are once. */
function oneUrl([first = '', ...others]: readonly string[]): string {
  return [first, ...others.map((url) => new URL(url).host)].join();
}
