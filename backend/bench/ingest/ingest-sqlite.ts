import path from 'node:path';
import type { BenchWorld } from '../bench-world.ts';
import { emptySqlite, filledSqlite } from '../databases/sqlite.ts';
import { atLeast, type Row } from '../results.ts';
import { withScope } from '../scope.ts';
import { inTurns } from '../turns.ts';
import { startRawLimit } from './raw-limit.ts';
import { BATCHES, type ReportsWork, startReports, startServices } from './reports-work.ts';
import { limitRow, productRow } from './rows.ts';
import { singlePosts } from './single-posts.ts';

const WORKS: readonly (ReportsWork & { readonly aim: number })[] = [
  { ...BATCHES, aim: 0.5 },
  { ...BATCHES, name: 'NDJSON stream', shape: { kind: 'lines' }, connections: 1, aim: 0.55 },
  { ...BATCHES, name: 'batches of 1,000, random UUIDv4 ids', ids: 'random', aim: 0.5 },
];

/** Into an empty database in every way; on top of events that are there, in batches. */
export async function ingestSqlite(world: BenchWorld): Promise<Row[]> {
  if (world.rows > 0) {
    const name = `${BATCHES.name} on top of ${world.rows.toLocaleString('en')} events`;
    return againstRaw(world, { ...BATCHES, name, aim: 0.5 });
  }
  const rows: Row[] = [];
  for (const work of world.short ? WORKS.slice(0, 1) : WORKS) rows.push(...(await againstRaw(world, work)));
  for (const connections of world.short ? [64] : [64, 128])
    rows.push(...(await singlePosts(world, { connections, open: emptySqlite })));
  return rows;
}

async function againstRaw(world: BenchWorld, work: ReportsWork & { readonly aim: number }): Promise<Row[]> {
  return withScope(async (scope) => {
    const database = await (world.rows > 0 ? filledSqlite(scope, world) : emptySqlite(scope));
    const services = await startServices(scope, world, { database, count: 1 });
    const run = await startReports(scope, world, { work, services });
    const raw = await startRawLimit(scope, {
      name: 'raw SQLite',
      program: 'limits/sqlite-limit.ts',
      product: database.product,
      limit: path.join(path.dirname(database.product), 'limit.db'),
    });
    world.progress.at(`${work.name}: getting ready`);
    if (world.rows > 0) await raw.fill();
    await run.calibrate();
    await raw.window();
    const turn = (name: string, number: number) => world.progress.at(`${work.name}: ${name}, turn ${number}`);
    const [product, limit] = await inTurns([run.product, raw], { repeat: world.repeat, turn });
    await run.check();
    if (!product || !limit) throw new Error('Nobody took part.');
    const ratio = product.rate / limit.rate;
    return [
      productRow({
        work: work.name,
        product,
        run,
        ratio,
        limit: raw.name,
        aim: atLeast(ratio, work.aim, 'of raw'),
      }),
      limitRow({ work: `${work.name}: ${raw.name}, transactions of 1,000`, limit }),
    ];
  });
}
