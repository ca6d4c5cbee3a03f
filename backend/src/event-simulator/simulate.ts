import { type DatabaseClient, type Passing, retrying } from '../database-client/index.ts';
import { planBackfill } from './backfill.ts';
import { placeOf } from '../message-broker/broker-url.ts';
import { Ledger } from './ledger.ts';
import type { SimulatorOptions } from './options.ts';
import { describeCounts, figure, Progress } from './progress.ts';
import { createRandom } from './random.ts';
import type { PlannedReport } from './scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { Lanes, type SendingEvents } from './sending/lanes.ts';
import { play } from './sending/play.ts';
import type { Receiver } from './sending/receiver.ts';
import { watchSending } from './sending/watch-sending.ts';
import { Tally } from './tally.ts';
import { awaitArrival, placeInFeed } from './verify/await-arrival.ts';
import { checkRun } from './verify/check-run.ts';
import { readBack } from './verify/read-back.ts';
import { describeVerdict, isProved } from './verify/verdict.ts';

export interface Simulation {
  readonly options: SimulatorOptions;
  readonly client: DatabaseClient;
  readonly receiver: Receiver;
  readonly output: NodeJS.WriteStream;
  /** Ends it early, with its summary. */
  readonly signal: AbortSignal;
}

/** Plays a run to its end, tells how it went, and proves it where that was asked for. True if all is well. */
export async function simulate(simulation: Simulation): Promise<boolean> {
  const { options, client, receiver, output, signal } = simulation;
  output.write(`${describeRun(options)}\n`);
  const tally = new Tally();
  const ledger = options.verify ? new Ledger() : undefined;
  const progress = new Progress({
    tally,
    output,
    ...(options.backfill && { events: options.backfill.events }),
  });
  const place = options.broker ? placeOf(options.broker) : options.url;
  const events = watchSending({ place, tally, progress, ledger });
  const lanes = new Lanes({ receiver, batch: options.batch, events, signal });
  const before = ledger && options.broker && (await placeInFeed(client, signal));
  try {
    const plan = await planOf(simulation, events);
    await play({
      plan,
      lanes,
      signal,
      run: options.run,
      ownSources: options.verify,
      rate: options.rate,
      ...(options.events !== undefined && { reports: options.events }),
      ...(options.durationMs !== undefined && { durationMs: options.durationMs }),
    });
  } finally {
    progress.end();
  }
  output.write(`${describeEnd(options, tally, progress.seconds, lanes.waiting)}\n`);
  if (ledger) return verify(simulation, ledger, tally, before);
  // Refusals are the service's right; that it took nothing at all means that something is wrong here.
  return tally.acknowledged > 0 || tally.errors === 0;
}

async function planOf(
  { options, client, signal }: Simulation,
  events: SendingEvents,
): Promise<Iterable<PlannedReport>> {
  const { scenario, seed, run, verify, backfill } = options;
  const random = createRandom(seed);
  if (backfill) return planBackfill({ random, run, ...backfill });
  const stage = { random, run, isEmpty: verify || (await isEmpty(client, signal, events)) };
  return SCENARIOS[scenario].plan(stage);
}

async function isEmpty(client: DatabaseClient, signal: AbortSignal, events: SendingEvents): Promise<boolean> {
  const options = { signal, onWait: (error: Passing) => events.held(error) };
  try {
    const { events: found } = await retrying(() => client.listEvents({ limit: 1 }, { signal }), options);
    return found.length === 0;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

async function verify(
  { options, client, output, signal }: Simulation,
  ledger: Ledger,
  tally: Tally,
  /** Where the feed was before, when reports come by themselves. */
  before: string | undefined,
): Promise<boolean> {
  if (signal.aborted) {
    output.write('Not verified: it was ended early.\n');
    return true;
  }
  const sources = [...new Set([...ledger.sent.values()].map(({ report }) => report.source))];
  const upTo =
    before === undefined
      ? ledger.newestSeq
      : await awaitArrival({ client, after: before, sent: ledger.sent, signal });
  const verdict = checkRun(ledger.sent, await readBack({ client, sources, upTo, signal }));
  output.write(`${describeVerdict(verdict)}\n`);
  if (tally.errors > 0) output.write(`${figure(tally.errors)} reports were refused.\n`);
  return isProved(verdict) && tally.errors === 0 && verdict.reports > 0 && options.verify;
}

function describeRun({ scenario, seed, run, rate, url, broker, backfill }: SimulatorOptions): string {
  const what = backfill
    ? `backfill of ${figure(backfill.events)} events`
    : `${scenario}, ${figure(rate)} reports a second`;
  return `Simulating ${what}, seed ${seed}, run ${run}, to ${broker ? placeOf(broker) : url}`;
}

function describeEnd(options: SimulatorOptions, tally: Tally, seconds: number, waiting: number): string {
  const what = options.backfill ? 'backfill' : options.scenario;
  const rate = figure(tally.answered / seconds);
  const unsent = waiting > 0 ? `  not acknowledged ${figure(waiting)}` : '';
  return `Ended: ${what}, seed ${options.seed}, run ${options.run}: ${figure(tally.answered)} reports in ${seconds.toFixed(1)} s (${rate}/s)\n${describeCounts(tally)}${unsent}`;
}
