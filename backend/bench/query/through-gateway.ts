import type { Scope } from '../../test/support/start-process.ts';
import type { BenchService } from '../bench-world.ts';
import { startGateway } from '../gateway.ts';
import { allOf, atLeast, atMost, type Row } from '../results.ts';
import type { AskInTurns } from './ask-in-turns.ts';

const ADDED_MS = 1;
const RATE_KEPT = 0.6;
/** One asks, so that nothing waits for a core: what is added is the gateway's own. */
const CALM = 1;
/** So many keep every process busy. */
const BUSY = 16;

/** The newest page, from the database service itself and through the event service before it. */
export async function throughGateway(
  scope: Scope,
  { service, ask }: { readonly service: BenchService; readonly ask: AskInTurns },
): Promise<Row> {
  const gateway = await startGateway(scope, service.url);
  const direct = { name: 'newest page, direct', service, paths: ['/v1/events'] };
  const through = { name: 'newest page, through the gateway', service: gateway, paths: ['/api/events'] };
  const [calm, calmThrough] = await ask([
    { ...direct, connections: CALM },
    { ...through, connections: CALM },
  ]);
  const [busy, busyThrough] = await ask([
    { ...direct, connections: BUSY },
    { ...through, connections: BUSY },
  ]);
  if (!calm || !calmThrough || !busy || !busyThrough) throw new Error('Nobody was asked.');
  const added = calmThrough.p50 - calm.p50;
  const ratio = busyThrough.rate / busy.rate;
  return {
    work: 'newest page through the gateway',
    rate: busyThrough.rate,
    ratio,
    limit: 'the database service',
    p50: calmThrough.p50,
    p99: calmThrough.p99,
    cpu: calmThrough.cpu,
    also: `adds ${added.toFixed(2)} ms to a p50 of ${calm.p50.toFixed(2)} ms at ${CALM} connection; rates at ${BUSY}`,
    aim: allOf(atMost(added, ADDED_MS, 'ms added at p50'), atLeast(ratio, RATE_KEPT, 'of its rate')),
  };
}
