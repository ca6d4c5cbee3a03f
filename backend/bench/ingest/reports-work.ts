import type { Summary } from '@signalbox/contracts';
import type { Scope } from '../../test/support/start-process.ts';
import type { BenchDatabase, BenchService, BenchWorld } from '../bench-world.ts';
import { catchUp } from '../caught-up.ts';
import { type HelperProcess, startHelper } from '../helper-process.ts';
import type { LoadQuestion } from '../load/load-process.ts';
import type { Ids } from '../load/make-reports.ts';
import type { Shape } from '../load/report-requests.ts';
import type { Sent } from '../load/send-requests.ts';
import { cpuMicrosecondsOf, memoryOf } from '../process-use.ts';
import { median } from '../statistics.ts';
import { checkReceipts, checkStored, readJson } from '../stored.ts';
import type { Contestant, Window } from '../turns.ts';

export interface ReportsWork {
  readonly name: string;
  readonly shape: Shape;
  readonly ids: Ids;
  /** To each service. */
  readonly connections: number;
}

/** As most sources that have much to say would send it. */
export const BATCHES: ReportsWork = {
  name: 'batches of 1,000',
  shape: { kind: 'batches', size: 1_000 },
  ids: 'ordered',
  connections: 4,
};

/** The product's side of an ingest: its services, who sends to them, and what was sent so far. */
export interface ReportsRun {
  readonly product: Contestant;
  /** How many reports one window sends, after `calibrate`. */
  readonly reports: () => number;
  /** Sends a first window, which warms everything up, and finds how many reports fill the time of one. */
  calibrate(): Promise<void>;
  /** How many were sent so far, in all windows. */
  readonly sent: () => number;
  /** Throws if anything that was sent is not there. */
  check(): Promise<void>;
  readonly memory: () => number;
  /** Milliseconds, as a median, until all that may follow a commit was there. */
  readonly followed: () => number;
  /** Reports a second, as a median, when the time until then counts too. */
  readonly sustained: () => number;
  /** Processor time of the sender, microseconds a report. */
  readonly senderCpu: () => number;
}

const WARM_UP = { reports: 10_000, short: 60 };
/** Whole batches of the usual size. */
const STEP = 1_000;
/** A stream is one request: in a short one its start and its end would count for too much. */
const LEAST_IN_STREAM = 100_000;
/** So that neither a fast machine nor a long window runs out of memory for requests made before. */
const MOST = 400_000;

export async function startReports(
  scope: Scope,
  world: BenchWorld,
  { work, services }: { readonly work: ReportsWork; readonly services: readonly BenchService[] },
): Promise<ReportsRun> {
  const load: HelperProcess<LoadQuestion> = startHelper(scope, 'load/load-process.ts');
  const ports = services.map(({ port }) => port);
  const url = services[0]?.url ?? '';
  const { total: before } = await readJson<Summary>(`${url}/v1/summary`);
  const followed: number[] = [];
  const sustained: number[] = [];
  const senderCpu: number[] = [];
  let sent = 0;
  let reports = world.short ? WARM_UP.short : WARM_UP.reports;

  const cpuOfAll = () => services.reduce((total, { pid }) => total + cpuMicrosecondsOf(pid), 0);

  async function window(): Promise<Window> {
    const { shape, ids, connections } = work;
    await load.ask({ ask: 'prepare', reports, shape, ids });
    const cpu = cpuOfAll();
    const answer = await load.ask<Sent>({ ask: 'send', ports, connections });
    const late = await catchUp(url);
    followed.push(late);
    sustained.push((reports * 1_000) / (answer.milliseconds + late));
    sent += reports;
    senderCpu.push(answer.cpuMicroseconds / reports);
    checkReceipts(answer.counts, reports, work.name);
    const { milliseconds, latency } = answer;
    const cpuMicroseconds = cpuOfAll() - cpu;
    return { units: reports, milliseconds, cpuMicroseconds, ...(work.shape.kind !== 'lines' && { latency }) };
  }

  return {
    product: { name: work.name, window },
    reports: () => reports,
    sent: () => sent,
    async calibrate() {
      if (world.short) return void (await window());
      // Twice: the first window finds everything cold.
      for (let time = 0; time < 2; time += 1) {
        const { units, milliseconds } = await window();
        const wanted = (units / milliseconds) * 1_000 * world.seconds;
        const least = work.shape.kind === 'lines' ? LEAST_IN_STREAM : STEP;
        reports = Math.min(MOST, Math.max(least, Math.round(wanted / STEP) * STEP));
      }
    },
    check: () => checkStored(url, before + sent, work.name),
    memory: () => services.reduce((total, { pid }) => total + memoryOf(pid), 0),
    followed: () => median(followed.slice(-world.repeat)),
    sustained: () => median(sustained.slice(-world.repeat)),
    senderCpu: () => median(senderCpu.slice(-world.repeat)),
  };
}

export async function startServices(
  scope: Scope,
  world: BenchWorld,
  { database, count }: { readonly database: BenchDatabase; readonly count: number },
): Promise<BenchService[]> {
  const services: BenchService[] = [];
  for (let at = 0; at < count; at += 1) services.push(await world.startService(scope, database.env));
  return services;
}
