import type { Scope } from '../../test/support/start-process.ts';
import type { BenchService } from '../bench-world.ts';
import { startGateway } from '../gateway.ts';
import { allOf, atLeast, atMost, type Row } from '../results.ts';
import type { Summed } from '../turns.ts';
import type { AskInTurns } from './ask-in-turns.ts';

const ADDED_MS = 1;
const RATE_KEPT = 0.6;
/** One asks, so that nothing waits for a core: what is added is the gateway's own. */
const CALM = 1;
/** As the other questions are asked: on few cores what is added is also waiting, for whoever else is at work. */
const USUAL = 4;
/** So many keep every process busy. */
const BUSY = 16;
/** The database service has answered thousands of requests by now; a gateway that just started is still compiling its code. */
const WARM_UP = 2_000;

/** The newest page, from the database service itself and through the event service before it. */
export async function throughGateway(
  scope: Scope,
  { service, ask }: { readonly service: BenchService; readonly ask: AskInTurns },
): Promise<Row> {
  const gateway = await startGateway(scope, service.url);
  const direct = { name: 'newest page, direct', service, paths: ['/v1/events'] };
  const through = { name: 'newest page, through the gateway', service: gateway, paths: ['/api/events'] };
  await ask([{ ...through, connections: USUAL }], WARM_UP);
  const askBoth = async (connections: number) => {
    const [one, other] = await ask([
      { ...direct, connections },
      { ...through, connections },
    ]);
    if (!one || !other) throw new Error('Nobody was asked.');
    return { direct: one, through: other, added: other.p50 - one.p50, ratio: other.rate / one.rate };
  };
  const [calm, usual, busy] = [await askBoth(CALM), await askBoth(USUAL), await askBoth(BUSY)];
  return {
    work: 'newest page through the gateway',
    rate: busy.through.rate,
    ratio: busy.ratio,
    limit: 'the database service',
    p50: calm.through.p50,
    p99: calm.through.p99,
    cpu: calm.through.cpu,
    also: `${addedAt(CALM, calm)}; ${addedAt(USUAL, usual)}; rates at ${BUSY}`,
    aim: allOf(
      atMost(calm.added, ADDED_MS, `ms added at p50, ${CALM} connection`),
      atLeast(busy.ratio, RATE_KEPT, 'of its rate'),
    ),
  };
}

const addedAt = (
  connections: number,
  { direct, added, ratio }: { readonly direct: Summed; readonly added: number; readonly ratio: number },
): string =>
  `at ${connections} adds ${added.toFixed(2)} ms to a p50 of ${direct.p50.toFixed(2)} ms, with ${ratio.toFixed(2)} of the rate`;
