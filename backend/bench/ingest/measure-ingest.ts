import type { BenchWorld } from '../bench-world.ts';
import type { Row } from '../results.ts';
import { ingestPostgres } from './ingest-postgres.ts';
import { ingestSqlite } from './ingest-sqlite.ts';

/** Reports in every way, against what the raw engine can do. */
export const measureIngest = (world: BenchWorld): Promise<Row[]> =>
  world.engine === 'sqlite' ? ingestSqlite(world) : ingestPostgres(world);
