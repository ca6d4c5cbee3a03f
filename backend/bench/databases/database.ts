import type { Scope } from '../../test/support/start-process.ts';
import type { BenchDatabase, BenchWorld } from '../bench-world.ts';
import { emptyPostgres, filledPostgres } from './postgres.ts';
import { emptySqlite, filledSqlite } from './sqlite.ts';

/** An empty database of the engine that is measured. */
export const emptyDatabase = (scope: Scope, world: BenchWorld): Promise<BenchDatabase> =>
  world.engine === 'sqlite' ? emptySqlite(scope) : emptyPostgres(scope, world);

/** One with the world's number of events. */
export const filledDatabase = (scope: Scope, world: BenchWorld): Promise<BenchDatabase> =>
  world.engine === 'sqlite' ? filledSqlite(scope, world) : filledPostgres(scope, world);
