import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import {
  type BrokerAddress,
  BROKER_URL_SHAPE,
  parseBrokerUrl,
  withoutPassword,
} from '../message-broker/broker-url.ts';
import { SCENARIOS, type ScenarioName } from './scenarios/index.ts';

/** A wrong option or setting, in one sentence for the person who typed it. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

export interface SimulatorOptions {
  readonly scenario: ScenarioName;
  readonly seed: number;
  /** Part of every report's id, so that a run's reports are its own. */
  readonly run: string;
  /** Reports a second. */
  readonly rate: number;
  readonly batch: number;
  readonly url: string;
  /** Brings the reports to the database service, instead of us. */
  readonly broker?: BrokerAddress;
  readonly events?: number;
  readonly durationMs?: number;
  readonly verify: boolean;
  readonly backfill?: { readonly events: number; readonly overMs: number };
}

const DEFAULT_PORT = '8001';
const addressOf = (port: string) => `http://127.0.0.1:${port}`;
const DEFAULT_URL = addressOf(DEFAULT_PORT);
const FASTEST = 100_000;
const MOST_EVENTS = 100_000_000;
/** Twenty requests a second are lively enough, and leave the service large groups. */
const REQUESTS_A_SECOND = 20;
const BACKFILL_BATCH = 500;
const RUN_LETTERS = 'abcdefghjkmnpqrstvwxyz0123456789';

const spec = {
  scenario: { type: 'string', default: 'steady' },
  seed: { type: 'string' },
  rate: { type: 'string' },
  events: { type: 'string' },
  duration: { type: 'string' },
  url: { type: 'string' },
  to: { type: 'string' },
  batch: { type: 'string' },
  run: { type: 'string' },
  verify: { type: 'boolean', default: false },
  backfill: { type: 'string' },
  over: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Given = ReturnType<typeof parse>;

const scenarioLines = Object.entries(SCENARIOS)
  .map(([name, { about, rate }]) => `  ${name.padEnd(20)} ${about} (${rate} a second)`)
  .join('\n');

export const HELP = `Plays the A7, a toll road with two plazas and two gantries, and reports its events to the database service.

Usage: npm run simulate -- [options]

  --scenario NAME   what is played (default: steady)
  --seed N          makes a run repeat itself (default: another each time)
  --rate N          reports a second (default: the scenario's own)
  --events N        ends after N reports
  --duration TIME   ends after this time, as 30s, 5m, 2h or 7d
  --url URL         the database service (default: SIGNALBOX_DATABASE_SERVICE_URL, or ${DEFAULT_URL})
  --to URL          sends through a broker, amqp://… or nats://…, from which the broker ingest brings them to the database
                    service; http://… is the same as --url
  --batch N         reports in one request at most (default: a twentieth of the rate)
  --run NAME        part of the reports' ids: with the same name and seed, reports are known again (default: another each time)
  --verify          uses sources of its own, reads everything back at the end, and proves that each acknowledged report
                    is there once, in the state that the lifecycle says; exits 1 with the differences otherwise
  --backfill N      instead of a play: writes N events of the past, as fast as the service takes them
  --over TIME       how long a past (default: 7d)
  --help            this

Scenarios
${scenarioLines}

Ctrl-C ends a run with its summary.`;

/** The options, or undefined when only help was asked for. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): SimulatorOptions | undefined {
  const given = parse(args);
  if (given.help) return undefined;
  const common = {
    scenario: scenarioOf(given.scenario),
    seed: wholeNumber('--seed', given.seed, 0, 2 ** 32 - 1) ?? randomInt(2 ** 31),
    run: runOf(given.run),
    ...receiverOf(given, env),
    verify: given.verify,
  };
  return given.backfill === undefined ? playOptions(given, common) : backfillOptions(given, common);
}

type Common = Pick<SimulatorOptions, 'scenario' | 'seed' | 'run' | 'url' | 'broker' | 'verify'>;

function playOptions(given: Given, common: Common): SimulatorOptions {
  if (given.over !== undefined) throw new OptionsError('--over goes with --backfill only.');
  const rate = rateOf(given.rate) ?? SCENARIOS[common.scenario].rate;
  const events = wholeNumber('--events', given.events, 1, MOST_EVENTS);
  const durationMs = time('--duration', given.duration);
  if (common.verify && events === undefined && durationMs === undefined) {
    throw new OptionsError('--verify needs an end: give --events or --duration too.');
  }
  return {
    ...common,
    rate,
    batch: batchOf(given.batch) ?? Math.min(1_000, Math.max(1, Math.ceil(rate / REQUESTS_A_SECOND))),
    ...(events !== undefined && { events }),
    ...(durationMs !== undefined && { durationMs }),
  };
}

function backfillOptions(given: Given, common: Common): SimulatorOptions {
  for (const name of ['rate', 'events', 'duration'] as const) {
    if (given[name] !== undefined) throw new OptionsError(`--${name} does not go with --backfill.`);
  }
  const events = wholeNumber('--backfill', given.backfill, 1, MOST_EVENTS) ?? 1;
  const overMs = time('--over', given.over ?? '7d') ?? 0;
  const batch = batchOf(given.batch) ?? BACKFILL_BATCH;
  return { ...common, rate: Infinity, batch, backfill: { events, overMs } };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: spec }).values;
  } catch (error) {
    // Node's first sentence names the option; the advice behind it is about positional arguments.
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    throw new OptionsError(`${sentence.replace(/\.$/, '')}. --help lists the options.`);
  }
}

function scenarioOf(name: string): ScenarioName {
  if (Object.hasOwn(SCENARIOS, name)) return name as ScenarioName;
  throw new OptionsError(`--scenario is one of ${Object.keys(SCENARIOS).join(', ')}, and not "${name}".`);
}

function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw new OptionsError(`${option} is a whole number from ${least} to ${most}, and not "${text}".`);
}

const batchOf = (text: string | undefined) => wholeNumber('--batch', text, 1, LIMITS.reportsPerBody);

function rateOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (rate > 0 && rate <= FASTEST) return rate;
  throw new OptionsError(`--rate is a number of reports a second, at most ${FASTEST}, and not "${text}".`);
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function time(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, amount, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return Number(amount) * UNITS[unit as keyof typeof UNITS];
  throw new OptionsError(`${option} is a time such as 30s, 5m, 2h or 7d, and not "${text}".`);
}

function runOf(name: string | undefined): string {
  if (name === undefined) {
    return Array.from({ length: 6 }, () => RUN_LETTERS[randomInt(RUN_LETTERS.length)]).join('');
  }
  if (/^[a-z0-9]{1,32}$/i.test(name)) return name;
  throw new OptionsError(`--run is a name of 1 to 32 letters and digits, and not "${name}".`);
}

function receiverOf({ to, url }: Given, env: NodeJS.ProcessEnv): Pick<SimulatorOptions, 'url' | 'broker'> {
  if (to === undefined || /^https?:/.test(to)) {
    if (to !== undefined && url !== undefined)
      throw new OptionsError('--url says the same as --to: give one of them.');
    return { url: to === undefined ? urlOf(url, env) : address('--to', to) };
  }
  const broker = parseBrokerUrl(to);
  if (broker) return { url: urlOf(url, env), broker };
  throw new OptionsError(
    `--to is the address of a database service or a broker, ${BROKER_URL_SHAPE}, and not "${withoutPassword(to)}".`,
  );
}

function urlOf(given: string | undefined, env: NodeJS.ProcessEnv): string {
  if (given !== undefined) return address('--url', given);
  const { SIGNALBOX_DATABASE_SERVICE_URL: url, SIGNALBOX_DATABASE_SERVICE_PORT: port } = env;
  if (url) return address('SIGNALBOX_DATABASE_SERVICE_URL', url);
  return address('SIGNALBOX_DATABASE_SERVICE_PORT', addressOf(port || DEFAULT_PORT));
}

function address(name: string, text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new OptionsError(`${name} gives an address such as ${DEFAULT_URL}, and not "${text}".`);
}
