import type { ChangesAnswer } from '@signalbox/contracts';
import type { BenchService, BenchWorld } from '../bench-world.ts';
import { emptyPostgres } from '../databases/postgres.ts';
import type { Variant } from '../limits/postgres-limit-tables.ts';
import { allOf, atLeast, type Row } from '../results.ts';
import { withScope } from '../scope.ts';
import { checkFeed, readJson } from '../stored.ts';
import { inTurns } from '../turns.ts';
import { type RawLimit, startRawLimit } from './raw-limit.ts';
import { BATCHES, type ReportsRun, startReports, startServices } from './reports-work.ts';
import { limitRow, productRow } from './rows.ts';
import { singlePosts } from './single-posts.ts';

const AIMS = { unnest: 0.6, copy: 0.35 };
/** Each side measures a little differently from minute to minute. */
const NOT_SLOWER = 0.95;

const LIMITS: readonly { readonly variant: Variant; readonly name: string }[] = [
  { variant: 'unnest', name: 'raw UNNEST, the same tables and indexes' },
  { variant: 'lean', name: 'raw UNNEST, identities and one time index only' },
  { variant: 'copy', name: 'raw COPY, the same tables and indexes' },
];

/** Into an empty database: one service against the raw engine, and against two services. */
export async function ingestPostgres(world: BenchWorld): Promise<Row[]> {
  const rows = [...(await oneService(world)), ...(await twoServices(world))];
  for (const connections of world.short ? [] : [64, 128]) {
    rows.push(...(await singlePosts(world, { connections, open: (scope) => emptyPostgres(scope, world) })));
  }
  return rows;
}

async function oneService(world: BenchWorld): Promise<Row[]> {
  return withScope(async (scope) => {
    const database = await emptyPostgres(scope, world);
    const services = await startServices(scope, world, { database, count: 1 });
    const run = await startReports(scope, world, { work: BATCHES, services });
    const limits: RawLimit[] = [];
    for (const { variant, name } of LIMITS) {
      const { product } = database;
      limits.push(
        await startRawLimit(scope, { name, program: 'limits/postgres-limit.ts', product, limit: variant }),
      );
    }
    await warmUp([run], limits);
    const turn = (name: string, number: number) =>
      world.progress.at(`${BATCHES.name}: ${name}, turn ${number}`);
    const [product, ...reached] = await inTurns([run.product, ...limits], { repeat: world.repeat, turn });
    await run.check();
    const [unnest, lean, copy] = reached;
    if (!product || !unnest || !lean || !copy) throw new Error('Nobody took part.');
    const ratio = product.rate / unnest.rate;
    const ofCopy = product.rate / copy.rate;
    const aim = allOf(
      atLeast(ratio, AIMS.unnest, 'of raw UNNEST'),
      atLeast(ofCopy, AIMS.copy, 'of raw COPY'),
    );
    const row = productRow({
      work: `${BATCHES.name}, one service`,
      product,
      run,
      ratio,
      limit: 'raw UNNEST',
      aim,
    });
    const others = `${ofCopy.toFixed(2)} of COPY, ${(product.rate / lean.rate).toFixed(2)} of lean UNNEST`;
    return [
      { ...row, also: `${others}; ${row.also ?? ''}` },
      ...reached.map((limit, at) => limitRow({ work: `${BATCHES.name}: ${LIMITS[at]?.name ?? ''}`, limit })),
    ];
  });
}

async function warmUp(runs: readonly ReportsRun[], limits: readonly RawLimit[]): Promise<void> {
  for (const run of runs) await run.calibrate();
  for (const limit of limits) await limit.window();
}

/** One service on a database and two on another, in turns; then every entry of the two is looked for in their feed. */
async function twoServices(world: BenchWorld): Promise<Row[]> {
  return withScope(async (scope) => {
    const start = async (count: number, connections: number) => {
      const database = await emptyPostgres(scope, world);
      const services = await startServices(scope, world, { database, count });
      const name = `${BATCHES.name}, ${count === 1 ? 'one service' : 'two services on one database'}`;
      const run = await startReports(scope, world, { work: { ...BATCHES, name, connections }, services });
      return { run, services };
    };
    const one = await start(1, 4);
    const two = await start(2, 2);
    const from = await cursorOf(two.services[0]);
    await warmUp([one.run, two.run], []);
    const turn = (name: string, number: number) => world.progress.at(`${name}, turn ${number}`);
    const [alone, both] = await inTurns([one.run.product, two.run.product], { repeat: world.repeat, turn });
    await one.run.check();
    await two.run.check();
    for (const { url } of two.services) await checkFeed(url, from, two.run.sent(), 'two services');
    if (!alone || !both) throw new Error('Nobody took part.');
    const ratio = both.rate / alone.rate;
    const aim = atLeast(ratio, NOT_SLOWER, 'of one service');
    const row = productRow({
      work: two.run.product.name,
      product: both,
      run: two.run,
      ratio,
      limit: 'one',
      aim,
    });
    const walked = `${two.run.sent().toLocaleString('en')} entries walked on both: 0 lost, 0 inverted`;
    return [{ ...row, also: `${walked}; ${row.also ?? ''}` }];
  });
}

const cursorOf = async (service: BenchService | undefined): Promise<string> =>
  (await readJson<ChangesAnswer>(`${service?.url ?? ''}/v1/changes`)).cursor;
