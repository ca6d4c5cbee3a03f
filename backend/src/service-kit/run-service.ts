import { flushCompileCache } from 'node:module';
import { Closing } from './closing.ts';
import {
  ConfigurationError,
  misspelled,
  readEnvironment,
  type Settings,
  type SettingsSchema,
  type Shorthands,
  usage,
} from './environment.ts';

/** As in sysexits.h: EX_CONFIG. */
const WRONG_CONFIGURATION = 78;
/** Below the 30 s after which most supervisors kill; deployments give at least this. */
export const CLOSE_WITHIN_MS = 25_000;
/** A terminal and its starter both signal: two signals within this time are one. */
const ONE_SIGNAL = 1_000;

export interface ServiceDescription<Schema extends SettingsSchema> {
  /** As in `npm run NAME`. */
  readonly name: string;
  readonly about: string;
  readonly settings: Schema;
  readonly shorthands?: Shorthands;
  /** Starts everything, registers how to close it, and gives the line that says that it is ready. */
  readonly start: (settings: Settings<Schema>, closing: Closing) => Promise<string>;
}

/** Runs a service as this process: settings, `--help`, signals, and an exit code with one sentence for every failure. */
export async function runService<Schema extends SettingsSchema>(
  service: ServiceDescription<Schema>,
): Promise<void> {
  const { name, about, settings: schema, shorthands = {}, start } = service;
  const closing = new Closing();
  const given = process.argv.slice(2);
  if (given.includes('--help') || given.includes('-h'))
    return say(process.stdout, usage(name, about, schema, shorthands));

  process.on('uncaughtException', (error) => fail(name, error, closing));
  closeOnSignals(name, closing);
  try {
    const environment = { ...process.env, ...meantBy(given, shorthands) };
    for (const { variable, meant } of misspelled(schema, process.env)) {
      say(process.stderr, `${name}: ${variable} is not known; ${meant} may be meant.\n`);
    }
    say(process.stdout, `${await start(readEnvironment(schema, environment), closing)}\n`);
    flushCompileCache(); // where there is one, also for the service after one that is killed
  } catch (error) {
    await closing.closeAll();
    say(process.stderr, `${name}: ${sentence(error)}\n`);
    process.exit(error instanceof ConfigurationError ? WRONG_CONFIGURATION : 1);
  }
}

/** The settings that options of the command line stand for. */
function meantBy(given: readonly string[], shorthands: Shorthands): Record<string, string> {
  return Object.fromEntries(
    given.map((option) => {
      const meant = Object.hasOwn(shorthands, option) ? shorthands[option] : undefined;
      if (meant) return [meant.variable, meant.value];
      throw new ConfigurationError(`There is no option "${option}"; --help lists the settings.`);
    }),
  );
}

function closeOnSignals(name: string, closing: Closing): void {
  let first = 0;
  const onSignal = () => {
    if (first > 0 && Date.now() - first > ONE_SIGNAL) process.exit(1);
    if (first > 0) return;
    first = Date.now();
    setTimeout(() => {
      say(process.stderr, `${name}: closing took longer than ${CLOSE_WITHIN_MS / 1_000} s.\n`);
      process.exit(1);
    }, CLOSE_WITHIN_MS).unref();
    void closing.closeAll().then((failures) => {
      for (const { message } of failures) say(process.stderr, `${name}: ${message}\n`);
      process.exit(failures.length > 0 ? 1 : 0);
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** Nobody knows what state the process is in: it says so and ends, and whoever watches it starts it again. */
function fail(name: string, error: unknown, closing: Closing): void {
  say(
    process.stderr,
    `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  setTimeout(() => process.exit(1), 1_000).unref();
  void closing.closeAll().finally(() => process.exit(1));
}

function sentence(error: unknown): string {
  const { code, message, address, port } = error as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  if (code === 'EADDRINUSE') return `Port ${port} on ${address} is in use already.`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} on ${address} may not be used by this user.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `There is no address ${address ?? ''} on this machine to listen on.`;
  return message ?? String(error);
}

const say = (stream: NodeJS.WriteStream, text: string): void => void stream.write(text);
