import { parseArgs } from 'node:util';
import { type BrokerKind, NATS, RABBITMQ } from '../../test/support/broker-kinds.ts';

export const HELP = `Usage: npm run soak -- brokers [options]

Reports come through RabbitMQ and NATS JetStream while what they come by is killed. Then every report must be there once, as
it was sent, and nothing must be left in the broker.

  --kills N              how often the ingest is killed between commit and acknowledgement (default: 50)
  --restarts N           how often the broker is killed under load (default: 10)
  --server-kills N       how often one of three servers of a cluster is killed under load (default: 5)
  --broker NAME          rabbitmq, nats or both (default: both)
  --help                 show this`;

const spec = {
  kills: { type: 'string', default: '50' },
  restarts: { type: 'string', default: '10' },
  'server-kills': { type: 'string', default: '5' },
  broker: { type: 'string', default: 'both' },
  help: { type: 'boolean', default: false },
} as const;

const KINDS = { rabbitmq: [RABBITMQ], nats: [NATS], both: [RABBITMQ, NATS] } as const;

export interface BrokerSoakOptions {
  readonly kinds: readonly BrokerKind[];
  readonly kills: number;
  readonly restarts: number;
  readonly serverKills: number;
}

/** The options; undefined where only help was asked for. Throws an error whose message is for a person. */
export function readOptions(args: string[]): BrokerSoakOptions | undefined {
  const { values } = parseArgs({ args, options: spec });
  if (values.help) return undefined;
  if (!Object.hasOwn(KINDS, values.broker))
    throw new Error(`--broker is rabbitmq, nats or both, and not "${values.broker}".`);
  return {
    kinds: KINDS[values.broker as keyof typeof KINDS],
    kills: countOf('kills', values.kills),
    restarts: countOf('restarts', values.restarts),
    serverKills: countOf('server-kills', values['server-kills']),
  };
}

function countOf(option: string, text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (count >= 0) return count;
  throw new Error(`--${option} is a whole number up to 9999, and not "${text}".`);
}
