import { Sentence } from '../bootstrap/sentence.mjs';
import { readOptions, type StartOptions } from './options.ts';
import { RunningParts } from './running-parts.ts';
import { onStopSignals } from './stop-signals.ts';

/** Starts what it is given and gives the address of the console. */
export type Starting = (parts: RunningParts, options: StartOptions) => Promise<string>;

async function startAndShow(start: Starting, parts: RunningParts, options: StartOptions): Promise<never> {
  const url = await start(parts, options);
  console.log(`\nThe console is at ${url} (Ctrl-C stops everything)`);
  return parts.failure;
}

async function run(start: Starting, options: StartOptions) {
  const parts = new RunningParts();
  const stop = Promise.withResolvers<void>();
  onStopSignals({ stop: () => stop.resolve(), stopNow: () => parts.endNow() });
  process.once('exit', () => parts.endNow()); // also after a mistake of our own
  try {
    await Promise.race([stop.promise, parts.failure, startAndShow(start, parts, options)]);
    console.log('\nStopping …');
  } finally {
    await parts.stop();
  }
}

/** A command of the terminal: options, processes, Ctrl-C, and one sentence with exit code 1 for whatever is wrong. */
export async function runUntilStopped(start: Starting) {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options) await run(start, options);
  } catch (error) {
    if (!(error instanceof Sentence)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
