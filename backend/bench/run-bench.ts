import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Scope } from '../test/support/start-process.ts';
import { startDatabaseService } from '../test/support/start-database-service.ts';
import type { BenchWorld, StartService } from './bench-world.ts';
import { postgresVersion, startServer } from './databases/postgres.ts';
import { describeMachine, sqliteVersion } from './machine.ts';
import type { BenchOptions } from './options.ts';
import { Progress } from './progress.ts';
import { markdownTable } from './report/markdown-table.ts';
import type { Result, Row, Section } from './results.ts';
import { withScope } from './scope.ts';
import { runSection } from './sections.ts';

/** Every section that is wanted, one after the other; each is printed and written as soon as it is done. */
export async function runBench(options: BenchOptions): Promise<void> {
  const progress = new Progress();
  process.once('SIGINT', () => process.exit(130));
  await withScope(async (scope) => {
    const server = await serverFor(scope, options);
    for (const section of options.sections) {
      const world = { ...worldOf(options, { section, progress }), server };
      const measured = await runSection(section, world);
      progress.end();
      const lines = options.short ? measured.map(withoutAim) : measured;
      const result = await resultOf(options, { section, world, lines });
      console.log(`\n${section}, ${result.engine}, ${result.rows.toLocaleString('en')} events before\n`);
      console.log(markdownTable(lines));
      if (options.json !== undefined) append(options.json, result);
    }
  });
}

async function serverFor(
  scope: Scope,
  { engine, database, keep }: BenchOptions,
): Promise<string | undefined> {
  if (engine === 'sqlite') return undefined;
  return database ?? startServer(scope, { keep });
}

const ROWS_BEFORE: Readonly<Record<Section, number>> = {
  ingest: 0,
  query: 1_000_000,
  feed: 1_000_000,
  'fan-out': 0,
  brokers: 0,
};
const ROWS_IN_SHORT = 600;

export function worldOf(
  options: BenchOptions,
  { section, progress }: { readonly section: Section; readonly progress: Pick<Progress, 'at'> },
): BenchWorld {
  const { engine, repeat, seconds, short, keep } = options;
  const byDefault = short ? Math.min(ROWS_IN_SHORT, ROWS_BEFORE[section]) : ROWS_BEFORE[section];
  const rows = options.rows ?? byDefault;
  return { engine, rows, repeat, seconds, short, keep, server: undefined, progress, startService };
}

const startService: StartService = (scope, env) =>
  startDatabaseService(scope, { folder: tmpdir(), env: { ...env, SIGNALBOX_LOG_LEVEL: 'warn' } });

async function resultOf(
  { repeat, seconds }: BenchOptions,
  {
    section,
    world,
    lines,
  }: { readonly section: Section; readonly world: BenchWorld; readonly lines: readonly Row[] },
): Promise<Result> {
  const { engine, rows, keep, server } = world;
  const database = server === undefined ? sqliteVersion() : await postgresVersion(server);
  return {
    section,
    engine,
    rows,
    command: `npm run bench -- ${argumentsForAnybody().join(' ')}`,
    date: new Date().toISOString(),
    machine: describeMachine(keep ?? tmpdir(), database),
    windows: { repeat, seconds },
    lines,
  };
}

function append(file: string, result: Result): void {
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result[]) : [];
  writeFileSync(file, `${JSON.stringify([...before, result], null, 2)}\n`);
}

/** Tiny sizes say nothing about speed. */
const withoutAim = ({ aim: _aim, ...row }: Row): Row => row;

/** What was asked for, without where this machine keeps its files, and the password of its database. */
const argumentsForAnybody = (): string[] =>
  process.argv.slice(2).map((argument) => {
    if (/^postgres(ql)?:/.test(argument)) return 'postgres://…';
    return path.isAbsolute(argument) ? path.basename(argument) : argument;
  });
