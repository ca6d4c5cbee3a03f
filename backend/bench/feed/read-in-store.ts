import type { BenchDatabase, BenchWorld } from '../bench-world.ts';
import { startHelper } from '../helper-process.ts';
import { atMost, type Row } from '../results.ts';
import { withScope } from '../scope.ts';
import { latencyOf } from '../statistics.ts';
import { type Contestant, inTurns } from '../turns.ts';
import type { StoreReadQuestion } from './store-read-process.ts';

const AT_ONCE = 1_000;
const READS = 100;
/** "About a millisecond". */
const ABOUT_MS = 1.5;

/**
 * The same answer from the store itself, without HTTP, and the columns that it is made of from the engine. Only one process
 * may have the file of SQLite.
 */
export async function readInStore(world: BenchWorld, { env }: BenchDatabase): Promise<Row[]> {
  return withScope(async (scope) => {
    const helper = startHelper<StoreReadQuestion>(scope, 'feed/store-read-process.ts');
    const contestant = (name: string, from: StoreReadQuestion['from']): Contestant => ({
      name,
      async window() {
        const took = await helper.ask<number[]>({
          url: env['SIGNALBOX_DATABASE_URL'] ?? '',
          from,
          limit: AT_ONCE,
          reads: world.short ? 3 : READS,
          behind: world.rows,
        });
        const milliseconds = took.reduce((all, one) => all + one, 0);
        return { units: AT_ONCE * took.length, milliseconds, latency: latencyOf(took) };
      },
    });
    const entries = `${AT_ONCE.toLocaleString('en')} entries`;
    const [store, engine] = [
      contestant(`${entries}, read in the store`, 'store'),
      contestant(`${entries}: raw columns of entries and events, as arrays`, 'engine'),
    ];
    const turn = (name: string, number: number) => world.progress.at(`${name}, turn ${number}`);
    const [read, raw] = await inTurns([store, engine], { repeat: world.repeat, turn });
    if (!read || !raw) throw new Error('Nobody took part.');
    const aim = atMost(read.p50, ABOUT_MS, 'ms p50');
    return [
      {
        work: store.name,
        rate: read.rate,
        ratio: read.rate / raw.rate,
        limit: 'raw columns',
        ...latency(read),
        aim,
      },
      { work: engine.name, rate: raw.rate, ...latency(raw) },
    ];
  });
}

const latency = ({ p50, p99 }: { readonly p50: number; readonly p99: number }) => ({ p50, p99 });
