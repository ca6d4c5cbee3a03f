import { createDatabaseClient } from '../database-client/index.ts';
import { type BrokerAddress, placeOf } from '../message-broker/broker-url.ts';
import { brokerSettings, createBroker } from '../message-broker/create-broker.ts';
import { Closing } from '../service-kit/closing.ts';
import { readEnvironment } from '../service-kit/environment.ts';
import { HELP, OptionsError, readOptions, type SimulatorOptions } from './options.ts';
import { overHttp, type Receiver, throughBroker } from './sending/receiver.ts';
import { simulate } from './simulate.ts';

/** As sysexits.h has it: something is wrong with the configuration. */
const EX_CONFIG = 78;
/** A terminal signals the whole group, and npm passes the signal on: within this time two are one. */
const SAME_SIGNAL_MS = 1_000;

/** Aborts at the first SIGINT or SIGTERM; a further one ends at once. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  let firstAt = 0;
  const stop = () => {
    if (stopping.signal.aborted && performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
    if (!stopping.signal.aborted) firstAt = performance.now();
    stopping.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return stopping.signal;
}

async function run(options: SimulatorOptions): Promise<number> {
  const closing = new Closing();
  const client = createDatabaseClient({ url: options.url });
  closing.add('the client', () => client.close());
  try {
    const signal = stopSignal();
    const receiver = options.broker ? await brokerAt(options.broker, closing) : overHttp(client);
    return (await simulate({ options, client, receiver, output: process.stdout, signal })) ? 0 : 1;
  } finally {
    await closing.closeAll();
  }
}

/** A broker that is away is waited for, as a service is; what it refuses ends the run. */
async function brokerAt(address: BrokerAddress, closing: Closing): Promise<Receiver> {
  const settings = readEnvironment(brokerSettings, process.env);
  const tell = (sentence: string) => console.error(sentence);
  const broker = createBroker({
    address,
    settings,
    observer: {
      connected: () => undefined,
      lost: (reason) => tell(`${placeOf(address)} is not there: ${reason}`),
      refused: ({ message }) => tell(message),
    },
  });
  closing.add('the broker', () => broker.close());
  await broker.start();
  return throughBroker(broker);
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options) process.exitCode = await run(options);
  else console.log(HELP);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof OptionsError ? EX_CONFIG : 1;
}
