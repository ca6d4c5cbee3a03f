/** npm run soak */
import { writeFileSync } from 'node:fs';
import { HELP as BROKER_HELP, readOptions as readBrokerOptions } from './brokers/options.ts';
import { soakBrokers } from './brokers/run.ts';
import { checkHistory } from './check/check-history.ts';
import { givenPostgres, ownPostgres, type SoakDatabase, sqliteDatabase } from './database.ts';
import { naiveEvidence } from './naive-feed.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { paceByTime } from './pace.ts';
import { describeNaive, describeSoak, isWell } from './report.ts';
import { endScopes, SoakScope } from './scope.ts';
import { type Progress, soak } from './soak.ts';

/** In ten minutes: a service killed every 15 s, a connection cut every second, the server crashed twice. */
const A_MINUTE = { kills: 4, cuts: 60, crashes: 0.2 };
const NAIVE_TRANSACTIONS = 20_000;

function open(
  scope: SoakScope,
  { engine, database, postgres }: Options,
): SoakDatabase | Promise<SoakDatabase> {
  if (engine === 'sqlite') return sqliteDatabase(scope);
  return database === undefined ? ownPostgres(scope, postgres) : givenPostgres(database);
}

let toldAt = 0;
function tell({ share, lines, kills }: Progress): void {
  const now = performance.now();
  if (now - toldAt < (process.stdout.isTTY ? 1_000 : 30_000)) return;
  toldAt = now;
  const text = `${Math.round(Math.min(1, share) * 100)} %, ${lines.toLocaleString('en')} lines of history, ${kills} services killed`;
  process.stdout.write(process.stdout.isTTY ? `\r${text}   ` : `${text}\n`);
}

async function run(options: Options, scope: SoakScope): Promise<boolean> {
  const { minutes, seed, history } = options;
  const database = await open(scope, options);
  const times = (each: number) => Math.ceil(each * minutes);
  const report = await soak(scope, {
    database,
    seed,
    pace: paceByTime(minutes),
    kills: times(A_MINUTE.kills),
    cuts: times(A_MINUTE.cuts),
    crashes: times(A_MINUTE.crashes),
    onProgress: tell,
  });
  if (history !== undefined)
    writeFileSync(history, report.history.map((line) => `${JSON.stringify(line)}\n`).join(''));
  console.log(`${process.stdout.isTTY ? '\n' : ''}${describeSoak(report)}`);
  return isWell(report) && (options.engine === 'sqlite' || (await proveChecker(database, seed)));
}

async function proveChecker({ url }: SoakDatabase, seed: number): Promise<boolean> {
  const evidence = await naiveEvidence(url, { transactions: NAIVE_TRANSACTIONS, seed });
  const findings = checkHistory(evidence);
  console.log(describeNaive(findings, evidence.journal.length));
  return findings.missed.length > 0;
}

async function soakServices(args: string[]): Promise<boolean> {
  const options = readOptions(args);
  if (!options) {
    console.log(HELP);
    return true;
  }
  const scope = new SoakScope();
  try {
    return await run(options, scope);
  } finally {
    await scope.end();
  }
}

async function soakMessaging(args: string[]): Promise<boolean> {
  const options = readBrokerOptions(args);
  if (options) return soakBrokers(options);
  console.log(BROKER_HELP);
  return true;
}

// After Ctrl-C the services have heard of it too; after `kill` this process alone has.
process.once('SIGTERM', () => {
  process.on('unhandledRejection', () => undefined); // whatever fails from now on had its services taken away
  void endScopes().finally(() => process.exit(143));
});

try {
  const [first, ...others] = process.argv.slice(2);
  const isWell =
    first === 'brokers' ? await soakMessaging(others) : await soakServices(process.argv.slice(2));
  process.exitCode = isWell ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
