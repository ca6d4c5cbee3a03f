import type { Scope } from '../../test/support/start-process.ts';
import { lineOf, startProcess } from '../../test/support/start-process.ts';
import type { BenchDatabase, BenchService, BenchWorld } from '../bench-world.ts';
import { startHelper } from '../helper-process.ts';
import type { LoadQuestion } from '../load/load-process.ts';
import type { Sent } from '../load/send-requests.ts';
import { cpuMicrosecondsOf } from '../process-use.ts';
import { atLeast, type Row } from '../results.ts';
import { withScope } from '../scope.ts';
import { checkReceipts } from '../stored.ts';
import { type Contestant, inTurns } from '../turns.ts';
import { type ReportsRun, startReports, startServices } from './reports-work.ts';
import { limitRow, productRow } from './rows.ts';

const AIM = 0.4;

export interface SinglePosts {
  readonly connections: number;
  readonly open: (scope: Scope) => Promise<BenchDatabase>;
}

/** One report a request, against a route that does everything but keep it. */
export async function singlePosts(world: BenchWorld, { connections, open }: SinglePosts): Promise<Row[]> {
  const name = `single posts, ${connections} connections`;
  return withScope(async (scope) => {
    const services = await startServices(scope, world, { database: await open(scope), count: 1 });
    const work = { name, shape: { kind: 'singles' }, ids: 'ordered', connections } as const;
    const run = await startReports(scope, world, { work, services });
    world.progress.at(`${name}: getting ready`);
    await run.calibrate();
    const route = await routeContestant(scope, { run, connections });
    await route.window();
    const turn = (who: string, number: number) => world.progress.at(`${name}: ${who}, turn ${number}`);
    const [limit, product] = await inTurns([route, run.product], { repeat: world.repeat, turn });
    await run.check();
    if (!product || !limit) throw new Error('Nobody took part.');
    const ratio = product.rate / limit.rate;
    return [
      productRow({
        work: name,
        product,
        run,
        ratio,
        limit: route.name,
        aim: atLeast(ratio, AIM, 'of the route'),
      }),
      limitRow({ work: `${name}: ${route.name}`, limit }),
    ];
  });
}

async function routeContestant(
  scope: Scope,
  { run, connections }: { readonly run: ReportsRun; readonly connections: number },
): Promise<Contestant> {
  const { port, pid } = await startRoute(scope);
  const load = startHelper<LoadQuestion>(scope, 'load/load-process.ts');
  return {
    name: 'a Fastify route that keeps nothing',
    async window() {
      const reports = run.reports();
      await load.ask({ ask: 'prepare', reports, shape: { kind: 'singles' }, ids: 'ordered' });
      const cpu = cpuMicrosecondsOf(pid);
      const { milliseconds, latency, counts } = await load.ask<Sent>({
        ask: 'send',
        ports: [port],
        connections,
      });
      checkReceipts(counts, reports, 'the route');
      return { units: reports, milliseconds, latency, cpuMicroseconds: cpuMicrosecondsOf(pid) - cpu };
    },
  };
}

async function startRoute(scope: Scope): Promise<BenchService> {
  const started = startProcess(scope, 'backend/bench/limits/fastify-limit.ts');
  const [, url = ''] = await lineOf(started, /listening on (\S+)/);
  return { url, port: Number(new URL(url).port), pid: started.pid };
}
