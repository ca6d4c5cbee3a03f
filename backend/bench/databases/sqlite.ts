import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Scope } from '../../test/support/start-process.ts';
import type { BenchDatabase, BenchWorld } from '../bench-world.ts';
import { catchUp } from '../caught-up.ts';
import type { FillQuestion } from '../fill-sqlite-process.ts';
import { startHelper } from '../helper-process.ts';
import { scratchFolder, withScope } from '../scope.ts';
import { fillThroughProduct } from './fill-through-product.ts';

/** An empty database in a folder of its own. */
export async function emptySqlite(scope: Scope): Promise<BenchDatabase> {
  return databaseIn(await scratchFolder(scope));
}

const databaseIn = (folder: string): BenchDatabase => {
  const product = path.join(folder, 'events.db');
  return { env: { SIGNALBOX_DATABASE_URL: `sqlite:${product}` }, product };
};

/** A database with so many events; it is made where there is none yet. */
export async function filledSqlite(scope: Scope, world: BenchWorld): Promise<BenchDatabase> {
  const { rows, keep, short } = world;
  const folder = keep === undefined ? await scratchFolder(scope) : path.resolve(keep, `sqlite-${rows}`);
  const database = databaseIn(folder);
  if (existsSync(database.product)) return database;
  if (short) {
    await fillThroughProduct(world, database);
    return database;
  }
  // Under another name until it is whole: a run that is stopped meanwhile leaves nothing that looks like it.
  const making = databaseIn(`${folder}-making`);
  await rm(path.dirname(making.product), { recursive: true, force: true });
  await mkdir(path.dirname(making.product), { recursive: true });
  await fill(world, making);
  await rm(folder, { recursive: true, force: true });
  await rename(path.dirname(making.product), folder);
  return database;
}

async function fill(world: BenchWorld, database: BenchDatabase): Promise<void> {
  const { rows, progress } = world;
  await withScope(async (scope) => {
    const filling = startHelper<FillQuestion>(scope, 'fill-sqlite-process.ts');
    progress.at(`writing ${rows} events`);
    await filling.ask({ file: database.product, events: rows });
  });
  progress.at(`writing ${rows} events: the index follows`);
  await withScope(async (scope) => catchUp((await world.startService(scope, database.env)).url));
}
