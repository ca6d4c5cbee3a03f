import { parseArgs } from 'node:util';
import { type Engine, ENGINES, type Section, SECTIONS } from './results.ts';

/** A wrong option, in one sentence for the person who typed it. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

export interface BenchOptions {
  readonly sections: readonly Section[];
  readonly engine: Engine;
  readonly rows: number | undefined;
  readonly repeat: number;
  readonly seconds: number;
  readonly short: boolean;
  readonly keep: string | undefined;
  readonly database: string | undefined;
  readonly json: string | undefined;
}

/** `npm run bench -- report FILES…` */
export interface ReportOptions {
  readonly files: readonly string[];
}

export const HELP = `Measures the product through real HTTP and the raw engine under it, in turns, in one run.

Usage: npm run bench -- [ingest|query|feed|fan-out|brokers]… [options]
       npm run bench -- report FILE…

  ingest             reports in batches, as NDJSON, one by one, against raw inserts of the same rows
  query              pages, summaries and searches, anywhere in the list
  feed               reading the feed, a reader that is far behind, latest
  fan-out            a thousand screens of the event service
  brokers            reports through RabbitMQ and NATS, against receiving them and no more, and against HTTP
                     (without a name: all of them)
  report FILE…       writes docs/benchmarks.md from the files that --json wrote

  --engine NAME      ${ENGINES.join(' or ')} (default: sqlite)
  --rows N           how many events are there before (default: 1,000,000 for query and feed, 0 for the others)
  --repeat N         windows, of which the median counts (default: 5)
  --seconds N        how long a window takes, about (default: 1.5)
  --keep FOLDER      keep filled databases in FOLDER, and use those that are there
  --database URL     a PostgreSQL server to make databases in (default: one is started for the run)
  --json FILE        write what was found to FILE, behind what it holds
  --short            tiny sizes: shows that it works, not how fast
  --help             this

It ends with code 1 when anything that was sent is not stored.`;

const spec = {
  engine: { type: 'string', default: 'sqlite' },
  rows: { type: 'string' },
  repeat: { type: 'string' },
  seconds: { type: 'string' },
  keep: { type: 'string' },
  database: { type: 'string' },
  json: { type: 'string' },
  short: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The options, or undefined when only help was asked for. */
export function readOptions(args: readonly string[]): BenchOptions | ReportOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [first, ...files] = positionals;
  if (first === 'report') return reportOptions(files);
  return {
    sections: sectionsOf(positionals),
    engine: oneOf('--engine', values.engine, ENGINES),
    rows: values.rows === undefined ? undefined : number('--rows', values.rows, 0, 100_000_000),
    repeat: number('--repeat', values.repeat ?? (values.short ? '1' : '5'), 1, 100),
    seconds: number('--seconds', values.seconds ?? '1.5', 0.1, 60),
    short: values.short,
    keep: values.keep,
    database: values.database,
    json: values.json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: spec, allowPositionals: true });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    throw new OptionsError(`${sentence.replace(/\.$/, '')}. --help lists the options.`);
  }
}

function reportOptions(files: readonly string[]): ReportOptions {
  if (files.length > 0) return { files };
  throw new OptionsError('report needs the files that --json wrote.');
}

const sectionsOf = (names: readonly string[]): readonly Section[] =>
  names.length === 0 ? SECTIONS : names.map((name) => oneOf('What is measured', name, SECTIONS));

function oneOf<Name extends string>(what: string, given: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === given);
  if (found !== undefined) return found;
  throw new OptionsError(`${what} is one of ${names.join(', ')}, and not "${given}".`);
}

function number(option: string, text: string, least: number, most: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new OptionsError(`${option} is a number from ${least} to ${most}, and not "${text}".`);
}
