import type { Scope } from '../../test/support/start-process.ts';
import type { BenchService, BenchWorld } from '../bench-world.ts';
import { type HelperProcess, startHelper } from '../helper-process.ts';
import { BATCHES, type ReportsRun, startReports } from '../ingest/reports-work.ts';
import type { Followed, FollowQuestion } from '../load/follow-feed.ts';
import { atLeast, type Row } from '../results.ts';
import { sum, type Window } from '../turns.ts';

const ENTRIES_AT_ONCE = 5_000;
/** How long the reader reads before it looks whether the writers are done. */
const STRETCH_MS = 250;

interface Sides {
  readonly service: BenchService;
  readonly far: string;
}

/** A reader that is far behind, and writers: each alone, and both together, in turns. */
export async function readerBehind(scope: Scope, world: BenchWorld, sides: Sides): Promise<Row[]> {
  const { service } = sides;
  const reader = startHelper<FollowQuestion>(scope, 'load/follow-process.ts');
  const work = { ...BATCHES, connections: 2 };
  const writers = await startReports(scope, world, { work, services: [service] });
  await writers.calibrate();
  const windows = { reader: [] as Window[], writers: [] as Window[], both: [] as Beside[] };
  for (let turn = 1; turn <= world.repeat; turn += 1) {
    world.progress.at(`a reader that is far behind, turn ${turn}`);
    const time = new AbortController();
    setTimeout(() => time.abort(), world.short ? STRETCH_MS : world.seconds * 1_000);
    windows.reader.push(await readUntil(reader, sides, time.signal));
    windows.writers.push(await writers.product.window());
    windows.both.push(await together(writers, reader, sides));
  }
  await writers.check();
  return rowsOf(windows);
}

interface Beside {
  readonly reader: Window;
  readonly writers: Window;
}

async function together(
  writers: ReportsRun,
  reader: HelperProcess<FollowQuestion>,
  sides: Sides,
): Promise<Beside> {
  const written = new AbortController();
  const writing = writers.product.window().finally(() => written.abort());
  const read = await readUntil(reader, sides, written.signal);
  return { reader: read, writers: await writing };
}

/** From far behind on; from there again when it has caught up. */
async function readUntil(
  reader: HelperProcess<FollowQuestion>,
  { service: { port }, far }: Sides,
  over: AbortSignal,
): Promise<Window> {
  let units = 0;
  let milliseconds = 0;
  let after = far;
  do {
    const question = { port, after, limit: ENTRIES_AT_ONCE, withinMs: STRETCH_MS };
    const followed = await reader.ask<Followed>(question);
    units += followed.entries;
    milliseconds += followed.milliseconds;
    after = followed.milliseconds < STRETCH_MS ? far : followed.cursor;
  } while (!over.aborted);
  return { units, milliseconds };
}

function rowsOf(windows: {
  readonly reader: readonly Window[];
  readonly writers: readonly Window[];
  readonly both: readonly Beside[];
}): Row[] {
  const reader = sum(windows.reader);
  const writers = sum(windows.writers);
  const besideWriters = sum(windows.both.map((one) => one.reader));
  const besideReader = sum(windows.both.map((one) => one.writers));
  const catchesUp = besideWriters.rate / besideReader.rate;
  return [
    { work: 'a reader that is far behind, alone (entries)', rate: reader.rate },
    {
      work: 'the same beside writers (entries)',
      rate: besideWriters.rate,
      ratio: besideWriters.rate / reader.rate,
      limit: 'the reader alone',
      aim: atLeast(catchesUp, 1, 'of what is written meanwhile, so it catches up'),
      also: `reads ${catchesUp.toFixed(1)} × what is written meanwhile`,
    },
    { work: 'the writers alone (reports)', rate: writers.rate, p50: writers.p50, p99: writers.p99 },
    {
      work: 'the same beside the reader (reports)',
      rate: besideReader.rate,
      ratio: besideReader.rate / writers.rate,
      limit: 'the writers alone',
      p50: besideReader.p50,
      p99: besideReader.p99,
      also: 'both share the cores',
    },
  ];
}
