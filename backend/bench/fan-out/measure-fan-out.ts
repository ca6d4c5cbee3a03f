import type { EventPage } from '@signalbox/contracts';
import type { Scope } from '../../test/support/start-process.ts';
import { eventually } from '../../test/support/eventually.ts';
import type { BenchService, BenchWorld } from '../bench-world.ts';
import { emptyDatabase } from '../databases/database.ts';
import { startGateway } from '../gateway.ts';
import { type HelperProcess, startHelper } from '../helper-process.ts';
import type { LoadQuestion } from '../load/load-process.ts';
import type { Newest, Seen } from '../load/open-screens.ts';
import type { Sent } from '../load/send-requests.ts';
import type { WatchQuestion } from '../load/watch-process.ts';
import { cpuMicrosecondsOf, memoryOf } from '../process-use.ts';
import { allOf, atMost, type Row } from '../results.ts';
import { withScope } from '../scope.ts';
import { median } from '../statistics.ts';
import { checkReceipts, checkStored, LossError, readJson } from '../stored.ts';

const SCREENS = 1_000;
const IN_SHORT = 40;
/** Reports come in small batches, this often. */
const EVERY_MS = 50;
/** Long enough for several frames each, which all come within it: before it and at its end every screen is up to date. */
const WINDOW_SECONDS = 4;
const AIMS = { latencyMs: 500, cores: 1, memory: 300, framesASecond: 4, growth: 50 };

/** A thousand screens that see everything: while a little happens, and while much does. */
export async function measureFanOut(world: BenchWorld): Promise<Row[]> {
  return withScope(async (scope) => {
    const database = await emptyDatabase(scope, world);
    const service = await world.startService(scope, database.env);
    const gateway = await startGateway(scope, service.url);
    const fan = await openFan(scope, world, { service, gateway });
    const calm = await fan.windows(200);
    const storm = await fan.windows(5_000);
    await checkStored(service.url, fan.sent(), 'fan-out');
    return [calmRow(calm, fan.screens), stormRow(storm, fan.screens)];
  });
}

interface FanWindow {
  readonly seen: Seen;
  readonly cores: number;
  readonly memory: number;
}

async function openFan(
  scope: Scope,
  world: BenchWorld,
  { service, gateway }: { readonly service: BenchService; readonly gateway: BenchService },
) {
  const screens = world.short ? IN_SHORT : SCREENS;
  const watch = startHelper<WatchQuestion>(scope, 'load/watch-process.ts');
  const load = startHelper<LoadQuestion>(scope, 'load/load-process.ts');
  await watch.ask({ ask: 'open', port: gateway.port, screens });
  let sent = 0;

  async function window(rate: number): Promise<FanWindow> {
    const size = Math.round((rate * EVERY_MS) / 1_000);
    const reports = Math.round(size * (world.short ? 5 : (WINDOW_SECONDS * 1_000) / EVERY_MS));
    await load.ask({ ask: 'prepare', reports, shape: { kind: 'batches', size }, ids: 'ordered' });
    await watch.ask<Seen>({ ask: 'seen' });
    const [cpu, start] = [cpuMicrosecondsOf(gateway.pid), performance.now()];
    const { counts } = await load.ask<Sent>({
      ask: 'send',
      ports: [service.port],
      connections: 2,
      everyMs: EVERY_MS,
    });
    const cores = (cpuMicrosecondsOf(gateway.pid) - cpu) / 1_000 / (performance.now() - start);
    sent += reports;
    checkReceipts(counts, reports, 'fan-out');
    return { seen: await whatAllSaw(watch, service), cores, memory: memoryOf(gateway.pid) };
  }

  return {
    screens,
    sent: () => sent,
    async windows(rate: number): Promise<FanWindow[]> {
      if (!world.short) await window(rate); // warms up
      const all: FanWindow[] = [];
      for (let turn = 1; turn <= world.repeat; turn += 1) {
        world.progress.at(`${screens} screens, ${rate} reports a second, turn ${turn}`);
        all.push(await window(rate));
      }
      return all;
    },
  };
}

/** What the screens saw, when every one of them has come to the newest entry. */
async function whatAllSaw(watch: HelperProcess<WatchQuestion>, { url }: BenchService): Promise<Seen> {
  const { cursor } = await readJson<EventPage>(`${url}/v1/events?limit=1`);
  const newest = Number(cursor.slice(cursor.lastIndexOf('-') + 1));
  await eventually(async () => {
    const { least } = await watch.ask<Newest>({ ask: 'newest' });
    if (least < newest) throw new LossError(`A screen stays at entry ${least} of ${newest}.`);
  });
  return watch.ask<Seen>({ ask: 'seen' });
}

function calmRow(windows: readonly FanWindow[], screens: number): Row {
  const of = (figure: (window: FanWindow) => number) => median(windows.map(figure));
  const [p50, p99] = [of(({ seen }) => seen.latency.p50), of(({ seen }) => seen.latency.p99)];
  const [cores, memory] = [of((window) => window.cores), of((window) => window.memory)];
  if (windows.some(({ seen }) => seen.samples === 0)) throw new LossError('No screen saw a change.');
  return {
    work: `${screens.toLocaleString('en')} screens, 200 changes a second: from commit to client`,
    rate: of(({ seen }) => (seen.frames * 1_000) / seen.milliseconds),
    p50,
    p99,
    memory,
    also: `frames a second of all screens; the gateway uses ${cores.toFixed(2)} cores`,
    aim: allOf(
      atMost(p99, AIMS.latencyMs, 'ms p99'),
      atMost(cores, AIMS.cores, 'core'),
      atMost(memory, AIMS.memory, 'MiB'),
    ),
  };
}

function stormRow(windows: readonly FanWindow[], screens: number): Row {
  const of = (figure: (window: FanWindow) => number) => median(windows.map(figure));
  const [first = NaN, last = NaN] = [windows[0]?.memory, windows.at(-1)?.memory];
  const busiest = windows.map(({ seen }) => seen).reduce((a, b) => (pace(a) > pace(b) ? a : b));
  const cores = of((window) => window.cores);
  return {
    work: `${screens.toLocaleString('en')} screens while 5,000 reports a second come in`,
    rate: of(({ seen }) => (seen.frames * 1_000) / seen.milliseconds),
    memory: last,
    also: `frames a second of all screens; the busiest got ${busiest.framesMost} in ${(busiest.milliseconds / 1_000).toFixed(1)} s; ${cores.toFixed(2)} cores; memory from ${first.toFixed(0)} MiB`,
    aim: allOf(
      atMost(pace(busiest), AIMS.framesASecond, 'frames a second each (in n seconds 4 n + 1)'),
      atMost(last - first, AIMS.growth, 'MiB more at the end'),
    ),
  };
}

/** Of the busiest screen. The first frame opens the first interval, so that four a second are 4 n + 1 in n seconds. */
const pace = ({ framesMost, milliseconds }: Seen): number => ((framesMost - 1) * 1_000) / milliseconds;
