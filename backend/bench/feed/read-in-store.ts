import type { BenchDatabase, BenchWorld } from '../bench-world.ts';
import { startHelper } from '../helper-process.ts';
import { atMost, type Row } from '../results.ts';
import { withScope } from '../scope.ts';
import { latencyOf, median } from '../statistics.ts';
import type { StoreReadQuestion } from './store-read-process.ts';

const AT_ONCE = 1_000;
const READS = 100;
/** "About a millisecond". */
const ABOUT_MS = 1.5;

/** The same answer from the store itself, without HTTP. Only one process may have the file of SQLite. */
export async function readInStore(world: BenchWorld, { env }: BenchDatabase): Promise<Row[]> {
  return withScope(async (scope) => {
    const store = startHelper<StoreReadQuestion>(scope, 'feed/store-read-process.ts');
    const url = env['SIGNALBOX_DATABASE_URL'] ?? '';
    const windows: (readonly number[])[] = [];
    const reads = world.short ? 3 : READS;
    for (let turn = 0; turn < world.repeat; turn += 1) {
      windows.push(await store.ask<number[]>({ url, limit: AT_ONCE, reads, behind: world.rows }));
    }
    const p50 = median(windows.map((took) => latencyOf(took).p50));
    const p99 = median(windows.map((took) => latencyOf(took).p99));
    const work = `${AT_ONCE.toLocaleString('en')} entries, read in the store`;
    return [{ work, rate: (AT_ONCE * 1_000) / p50, p50, p99, aim: atMost(p50, ABOUT_MS, 'ms p50') }];
  });
}
