import type { Scope } from '../test/support/start-process.ts';
import type { Progress } from './progress.ts';
import type { Engine } from './results.ts';

/** A database service as a process of its own. */
export interface BenchService {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
}

export type StartService = (scope: Scope, env: Readonly<Record<string, string>>) => Promise<BenchService>;

/** What every section of the bench is given. */
export interface BenchWorld {
  readonly engine: Engine;
  /** Events that are there before. */
  readonly rows: number;
  readonly repeat: number;
  /** How long one window shall take, about. */
  readonly seconds: number;
  /** Tiny sizes: whether it works, not how fast it is. */
  readonly short: boolean;
  /** Where filled databases are kept and found again. */
  readonly keep: string | undefined;
  /** Of a PostgreSQL server. */
  readonly server: string | undefined;
  readonly progress: Pick<Progress, 'at'>;
  readonly startService: StartService;
}

/** A database for one measurement. */
export interface BenchDatabase {
  /** What a database service is told to keep its events in it. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a process that measures the raw engine finds what the product wrote: a file, or an address. */
  readonly product: string;
}
