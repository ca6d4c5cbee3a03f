import { parseArgs } from 'node:util';

export const HELP = `Usage: npm run soak -- [options]
       npm run soak -- brokers [options]    reports through RabbitMQ and NATS; --help tells more

16 writers write to two database services on one PostgreSQL, readers follow the feed, and services, connections and the
server are killed meanwhile. Then everything is read, and held against what was acknowledged.

  --minutes N            how long it writes (default: 10)
  --engine NAME          postgres or sqlite, which has one service (default: postgres)
  --postgres N           version of the PostgreSQL that it starts: 15 or 18 (default: 18)
  --database URL         a PostgreSQL of your own instead; nobody else may write to it meanwhile
  --seed N               chance that can be repeated, as far as the machine's own allows (default: 7)
  --history FILE         keep the history in FILE, as lines of JSON
  --help                 show this`;

const spec = {
  minutes: { type: 'string', default: '10' },
  engine: { type: 'string', default: 'postgres' },
  postgres: { type: 'string', default: '18' },
  database: { type: 'string' },
  seed: { type: 'string', default: '7' },
  history: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

export interface Options {
  readonly minutes: number;
  readonly engine: 'postgres' | 'sqlite';
  readonly postgres: 15 | 18;
  readonly database: string | undefined;
  readonly seed: number;
  readonly history: string | undefined;
}

/** The options; undefined where only help was asked for. Throws an error whose message is for a person. */
export function readOptions(args: string[]): Options | undefined {
  const { values } = parseArgs({ args, options: spec });
  if (values.help) return undefined;
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 10_000)) throw new Error('--minutes is a number above 0.');
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error('--seed is a whole number.');
  const engine = oneOf('--engine', values.engine, ['postgres', 'sqlite'] as const);
  const postgres = oneOf('--postgres', values.postgres, ['15', '18'] as const) === '15' ? 15 : 18;
  const { database, history } = values;
  return { minutes, engine, postgres, database, seed, history };
}

function oneOf<Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw new Error(`${option} is ${choices.join(' or ')}, and not "${value}".`);
}
