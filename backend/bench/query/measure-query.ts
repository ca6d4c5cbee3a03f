import type { BenchService, BenchWorld } from '../bench-world.ts';
import { catchUp } from '../caught-up.ts';
import { emptyDatabase, filledDatabase } from '../databases/database.ts';
import { fillThrough } from '../databases/fill-through-product.ts';
import { memoryOf } from '../process-use.ts';
import { allOf, type Aim, atMost, type Row } from '../results.ts';
import { withScope } from '../scope.ts';
import type { Scope } from '../../test/support/start-process.ts';
import { type AskInTurns, startAsking } from './ask-in-turns.ts';
import { besideCommits } from './beside-commits.ts';
import { throughGateway } from './through-gateway.ts';
import { pagesAt } from './page-places.ts';
import { mixedPages, otherQuestions, type QueryWork, simplePages } from './query-works.ts';
import { type SampleValues, sampleValues } from './sample-values.ts';

/** What many events are compared with. */
const FEW = 10_000;
const MEMORY_MOST = 400;

interface Sides {
  readonly many: BenchService;
  readonly few: BenchService;
  readonly ask: AskInTurns;
}

/** Every kind of question, of many events and of few, in turns. */
export async function measureQuery(world: BenchWorld): Promise<Row[]> {
  return withScope(async (scope) => {
    const many = await startFilled(scope, world, world.rows);
    const few = world.rows <= FEW ? many : await startFilled(scope, world, FEW);
    const sides = { many, few, ask: startAsking(scope, world) };
    const [values, fewValues] = [await sampleValues(sides.many.url), await sampleValues(sides.few.url)];
    const works = worksOf(values, world);
    const fewWorks = worksOf(fewValues, world);
    const measured = (work: QueryWork) =>
      measureWork(sides, work, fewWorks.find((one) => nameOf(one) === nameOf(work)) ?? work);
    const [first] = works;
    if (first) await measured(first); // not counted: a process that has just started compiles meanwhile
    const rows: Row[] = [];
    for (const work of works) rows.push(await measured(work));
    rows.push(await throughGateway(scope, { service: sides.many, ask: sides.ask }));
    rows.push(await besideCommits(scope, world, { service: sides.many, ask: sides.ask }));
    rows.push(memoryRow(sides.many));
    return rows;
  });
}

/** In short one of seven: the kinds of questions differ, and the ways to ask them do not. */
function worksOf(values: SampleValues, { engine, short }: BenchWorld): QueryWork[] {
  const works = [...simplePages(), ...mixedPages(values), ...otherQuestions(values, engine)];
  return short ? works.filter((_, at) => at % 7 === 1) : works;
}

async function startFilled(scope: Scope, world: BenchWorld, rows: number): Promise<BenchService> {
  if (world.short) {
    const service = await world.startService(scope, (await emptyDatabase(scope, world)).env);
    await fillThrough(service, { ...world, rows });
    return service;
  }
  const database = await filledDatabase(scope, { ...world, rows });
  const service = await world.startService(scope, database.env);
  world.progress.at('waiting for the indexes to be complete');
  await catchUp(service.url);
  return service;
}

const nameOf = ({ name, position }: QueryWork): string => (position ? `${name}: ${position} page` : name);

async function measureWork({ many, few, ask }: Sides, work: QueryWork, fewWork: QueryWork): Promise<Row> {
  const name = nameOf(work);
  const [small, big] = await ask([
    { name: `${name} of few`, service: few, paths: await pathsOf(few, fewWork) },
    { name, service: many, paths: await pathsOf(many, work) },
  ]);
  if (!small || !big) throw new Error('Nobody was asked.');
  const grows = big.p50 / small.p50;
  const aims: Aim[] = [];
  if (Number.isFinite(work.p99)) aims.push(atMost(big.p99, work.p99, 'ms p99'));
  if (work.grows !== undefined) aims.push(atMost(grows, work.grows, `× p50 of ${FEW.toLocaleString('en')}`));
  const { rate, p50, p99, cpu } = big;
  const also = `p50 of ${FEW.toLocaleString('en')} events ${small.p50.toFixed(2)} ms, × ${grows.toFixed(1)}`;
  return { work: name, rate, p50, p99, cpu, also, ...(aims.length > 0 && { aim: allOf(...aims) }) };
}

async function pathsOf({ url }: BenchService, { paths, position }: QueryWork): Promise<string[]> {
  if (position === undefined) return [...paths];
  return (await Promise.all(paths.map((path) => pagesAt(url, path, position)))).flat();
}

const memoryRow = ({ pid }: BenchService): Row => {
  const memory = memoryOf(pid);
  return {
    work: 'memory of the database service after all of this',
    memory,
    also: `at most ${memoryOf(pid, 'VmHWM').toFixed(0)} MiB`,
    aim: atMost(memory, MEMORY_MOST, 'MiB'),
  };
};
