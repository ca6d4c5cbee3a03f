import { setTimeout as wait } from 'node:timers/promises';
import type { Scope } from '../../test/support/start-process.ts';
import type { BenchService, BenchWorld } from '../bench-world.ts';
import { startHelper } from '../helper-process.ts';
import type { LoadQuestion } from '../load/load-process.ts';
import type { Sent } from '../load/send-requests.ts';
import { atMost, type Row } from '../results.ts';
import { checkReceipts } from '../stored.ts';
import type { AskInTurns } from './ask-in-turns.ts';

const HELD_UP_MS = 20;
const BATCH = 1_000;
/** Commits come and go while pages are asked for: some requests meet one, most do not. */
const PAUSE_MS = 100;
const REQUESTS = 2_000;

/** Pages while commits of 1,000 rows go on, against pages alone. */
export async function besideCommits(
  scope: Scope,
  world: BenchWorld,
  { service, ask }: { readonly service: BenchService; readonly ask: AskInTurns },
): Promise<Row> {
  const newest = { name: 'newest page', service, paths: ['/v1/events'] };
  const [alone] = await ask([newest], REQUESTS);
  const commits = keepCommitting(scope, world, service);
  const [beside] = await ask([{ ...newest, name: 'newest page beside commits' }], REQUESTS);
  const done = await commits.stop();
  if (!alone || !beside) throw new Error('Nobody was asked.');
  const heldUp = beside.p99 - alone.p99;
  return {
    work: 'newest page beside commits of 1,000 rows',
    rate: beside.rate,
    p50: beside.p50,
    p99: beside.p99,
    also: `alone p50 ${alone.p50.toFixed(2)} ms, p99 ${alone.p99.toFixed(2)} ms; ${done} commits meanwhile`,
    aim: atMost(heldUp, HELD_UP_MS, 'ms more at p99'),
  };
}

function keepCommitting(scope: Scope, world: BenchWorld, { port }: BenchService) {
  const load = startHelper<LoadQuestion>(scope, 'load/load-process.ts');
  const reports = world.short ? 20 : BATCH;
  let stopped = false;
  const work = async () => {
    let commits = 0;
    while (!stopped) {
      await load.ask({ ask: 'prepare', reports, shape: { kind: 'batches', size: BATCH }, ids: 'ordered' });
      const { counts } = await load.ask<Sent>({ ask: 'send', ports: [port], connections: 1 });
      checkReceipts(counts, reports, 'commits beside pages');
      commits += 1;
      await wait(PAUSE_MS);
    }
    return commits;
  };
  const done = work();
  done.catch(() => undefined); // told by `stop`
  return {
    stop: () => {
      stopped = true;
      return done;
    },
  };
}
