import { createDatabaseClient } from '../database-client/index.ts';
import { HELP, OptionsError, readOptions, type SimulatorOptions } from './options.ts';
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
  const client = createDatabaseClient({ url: options.url });
  try {
    const isWell = await simulate({ options, client, output: process.stdout, signal: stopSignal() });
    return isWell ? 0 : 1;
  } finally {
    await client.close();
  }
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options) process.exitCode = await run(options);
  else console.log(HELP);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof OptionsError ? EX_CONFIG : 1;
}
