import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { BrokerRefusal, type Topology } from '../message-broker.ts';
import { isAbsent, isImpossible } from './nats-errors.ts';

export interface NatsNames {
  /** The stream of reports. */
  readonly stream: string;
  /** What the subjects of reports begin with. */
  readonly subject: string;
  /** The durable consumer of the stream. */
  readonly consumer: string;
  /** The stream of what could not be taken, and what its subjects begin with. */
  readonly deadStream: string;
  readonly deadSubject: string;
  /** On how many servers of a cluster each message is kept. */
  readonly replicas: number;
}

export const NATS_NAMES: NatsNames = {
  stream: 'SIGNALBOX',
  subject: 'signalbox.reports',
  consumer: 'signalbox-ingest',
  deadStream: 'SIGNALBOX_DEAD',
  deadSubject: 'signalbox.dead',
  replicas: 1,
};

/** What a process held that was killed is delivered again after this. One that lives says in time that it is at it. */
const ACK_WAIT_MS = 10_000;
export const STILL_AT_IT_EVERY_MS = 3_000;
/** What waits to be tried again counts too: so many may wait beside what is being taken. */
const UNSETTLED_MOST = 50_000;

type Stream = Partial<StreamConfig> & Pick<StreamConfig, 'name' | 'subjects'>;

function streamsOf({ stream, subject, deadStream, deadSubject, replicas }: NatsNames): [Stream, Stream] {
  const safe = { storage: StorageType.File, num_replicas: replicas, discard: DiscardPolicy.New };
  return [
    // What has been taken is gone: nobody else reads these.
    { ...safe, name: stream, subjects: [`${subject}.>`], retention: RetentionPolicy.Workqueue },
    { ...safe, name: deadStream, subjects: [`${deadSubject}.>`], retention: RetentionPolicy.Limits },
  ];
}

const consumerOf = ({ consumer, subject }: NatsNames): Partial<ConsumerConfig> => ({
  durable_name: consumer,
  filter_subject: `${subject}.>`,
  ack_policy: AckPolicy.Explicit,
  deliver_policy: DeliverPolicy.All,
  ack_wait: nanos(ACK_WAIT_MS),
  max_deliver: -1,
  max_ack_pending: UNSETTLED_MOST,
});

/** One of the things that must be there, with the properties that matter. */
interface Wanted {
  readonly what: string;
  readonly properties: object;
  readonly info: () => Promise<{ readonly config: object; readonly created: string }>;
  readonly add: () => Promise<{ readonly created: string }>;
}

function wantedOf(manager: JetStreamManager, names: NatsNames): readonly [Wanted, Wanted, Wanted] {
  const stream = (properties: Stream): Wanted => ({
    what: `The stream "${properties.name}"`,
    properties,
    info: () => manager.streams.info(properties.name),
    add: () => manager.streams.add(properties),
  });
  const [reports, dead] = streamsOf(names);
  const consumer = consumerOf(names);
  return [
    stream(reports),
    stream(dead),
    {
      what: `The consumer "${names.consumer}" of the stream "${names.stream}"`,
      properties: consumer,
      info: () => manager.consumers.info(names.stream, names.consumer),
      add: () => manager.consumers.add(names.stream, consumer),
    },
  ];
}

/**
 * Makes what is missing, or looks whether it is there, and gives the epoch of the stream of reports: a stream that is made
 * anew numbers its messages from 1 again. Throws a BrokerRefusal where something is not as we need it.
 */
export async function prepareTopology(
  manager: JetStreamManager,
  { names, topology }: { readonly names: NatsNames; readonly topology: Topology },
): Promise<string> {
  const [reports, ...others] = wantedOf(manager, names);
  const created = await provide(reports, topology);
  for (const wanted of others) await provide(wanted, topology);
  return Date.parse(created).toString(36);
}

/** Gives when it was made. */
async function provide({ what, properties, info, add }: Wanted, topology: Topology): Promise<string> {
  const found = await info().catch(absent);
  if (found === undefined) {
    if (topology === 'declare') return (await made(what, add)).created;
    throw new BrokerRefusal(
      `${what} is not there: start the broker ingest with --declare to have it made, or name another.`,
    );
  }
  const other = topology === 'declare' ? differences(properties, found.config) : '';
  if (other === '') return found.created;
  throw new BrokerRefusal(
    `${what} is there with other properties than ours: ${other}. ` +
      'Delete it if it is empty, name another, or start with --check to take it as it is.',
  );
}

async function made(what: string, add: Wanted['add']) {
  try {
    return await add();
  } catch (error) {
    if (!isImpossible(error)) throw error;
    throw new BrokerRefusal(`${what} cannot be made: ${error.message}.`, { cause: error });
  }
}

function absent(error: unknown): undefined {
  if (!isAbsent(error)) throw error;
}

const differences = (wanted: object, found: object): string =>
  Object.entries(wanted)
    .map(([name, value]) => [
      name,
      JSON.stringify(value),
      JSON.stringify((found as Record<string, unknown>)[name]),
    ])
    .filter(([, value, there]) => value !== there)
    .map(([name, value, there]) => `its ${name} is ${there}, and not ${value}`)
    .join('; ');
