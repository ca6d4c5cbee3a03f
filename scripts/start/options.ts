import { parseArgs } from 'node:util';
import {
  BROKER_URL_SHAPE,
  parseBrokerUrl,
  withoutPassword,
} from '../../backend/src/message-broker/broker-url.ts';
import { Sentence } from '../bootstrap/sentence.mjs';

const help = `Usage: npm start -- [options]

Starts the database service, the event service and the event simulator, and opens the console.
Ctrl-C stops everything. \`npm run dev\` takes the same options, and starts again what changes.

  --data DIR             keep the database and the logs in DIR (default: data)
  --database URL         keep the events in this PostgreSQL (postgres://…) instead, and only the logs in DIR
  --broker URL           bring reports from this broker too: amqp://… (RabbitMQ) or nats://… (NATS JetStream)
  --replicas N           start N of each service behind one address, on a PostgreSQL and with HAProxy (default: 1)
  --scenario NAME        what the simulator plays (default: steady)
  --rate N               reports a second of the simulator (default: the scenario's own)
  --seed N               make the simulator repeat itself (default: another each time)
  --no-simulator         start without the simulator
  --no-open              do not open a browser
  --port N               port of the event service and the console (default: 8000)
  --database-port N      port of the database service (default: 8001)
  --ingest-port N        port of the broker ingest (default: 8002)
  --help                 show this

Further settings are environment variables that start with SIGNALBOX_:
  npm run database-service -- --help
  npm run event-service -- --help
  npm run broker-ingest -- --help`;

export interface StartOptions {
  data: string | undefined;
  database: string | undefined;
  broker: string | undefined;
  replicas: number;
  scenario: string;
  rate: string | undefined;
  seed: string | undefined;
  simulator: boolean;
  open: boolean;
  port: string | undefined;
  databasePort: string | undefined;
  ingestPort: string | undefined;
}

const spec = {
  data: { type: 'string' },
  database: { type: 'string' },
  broker: { type: 'string' },
  replicas: { type: 'string', default: '1' },
  scenario: { type: 'string', default: 'steady' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  simulator: { type: 'boolean', default: true },
  open: { type: 'boolean', default: true },
  port: { type: 'string' },
  'database-port': { type: 'string' },
  'ingest-port': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: spec, allowNegative: true }).values;
  } catch (error) {
    // Node's first sentence names the option; the advice behind it is about positional arguments.
    const [sentence = ''] = (error as Error).message.split(/(?<=\.)\s|\. /);
    throw new Sentence(`${sentence.replace(/\.$/, '')}. \`npm start -- --help\` lists the options.`);
  }
}

function checkPort(option: string, value: string | undefined) {
  if (value === undefined || (/^\d{1,5}$/.test(value) && Number(value) <= 65_535)) return;
  throw new Sentence(`${option} is a port, a whole number from 0 to 65535, and not "${value}".`);
}

function checkBroker(url: string | undefined) {
  if (url === undefined || parseBrokerUrl(url)) return;
  throw new Sentence(`--broker must be ${BROKER_URL_SHAPE}, and not "${withoutPassword(url)}".`);
}

function checkReplicas(value: string): number {
  if (/^[1-9]$/.test(value)) return Number(value);
  throw new Sentence(`--replicas is a number from 1 to 9, and not "${value}".`);
}

/** The options, or undefined when only help was asked for, which is printed. */
export function readOptions(args: string[]): StartOptions | undefined {
  const values = parse(args);
  if (values.help) {
    console.log(help);
    return undefined;
  }
  checkPort('--port', values.port);
  checkPort('--database-port', values['database-port']);
  checkPort('--ingest-port', values['ingest-port']);
  const {
    data,
    database,
    broker,
    rate,
    seed,
    port,
    'database-port': databasePort,
    'ingest-port': ingestPort,
    scenario,
    simulator,
    open,
  } = values;
  const replicas = checkReplicas(values.replicas);
  checkBroker(broker);
  const ports = { port, databasePort, ingestPort };
  return { data, database, broker, replicas, rate, seed, ...ports, scenario, simulator, open };
}
