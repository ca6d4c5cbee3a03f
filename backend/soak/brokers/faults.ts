import { eventually } from '../../test/support/eventually.ts';
import { startGoBetween } from '../../test/support/go-between.ts';
import type { BrokerKind } from '../../test/support/broker-kinds.ts';
import type { Scope } from '../../test/support/start-process.ts';
import { DEFAULT_NAMES } from '../../test/support/broker-names.ts';
import { Chain, type Proof } from './chain.ts';

/** Does its harm so many times to what comes through a broker, and proves that nothing of it was lost. */
export type BrokerFault = (scope: Scope, kind: BrokerKind, times: number, tell: Tell) => Promise<Proof>;
type Tell = (done: number) => void;

/** Leaves a core for the rest. */
const RATE = 250;
/** Four seconds of sending, in the midst of which the fault happens. */
const REPORTS_PER_FAULT = 1_000;
const IN_ITS_MIDST = 0.2;

/** So few at once that many batches are left for all of the kills. */
const WINDOW = 100;

/**
 * SIGKILL to the ingest when a batch is on disk and it does not know: all of it is delivered again. That comes first then, is
 * known already, and is acknowledged; the kill after that is at the next.
 */
export const killBeforeAcknowledgement: BrokerFault = async (scope, kind, times, tell) => {
  const broker = await kind.start();
  scope.after(() => broker.stop());
  let [kills, batches] = [0, 0];
  const killed = Promise.withResolvers<unknown>();
  const answered = async (path: string) => {
    if (!path.startsWith('/v1/reports') || kills >= times) return;
    batches += 1;
    if (batches % 2 === 1) return;
    try {
      await chain.killIngest();
      kills += 1;
      tell(kills);
      const restarted = chain.startIngest();
      if (kills === times) killed.resolve(restarted);
    } catch (error) {
      killed.reject(error);
    }
  };
  const chain = await Chain.start(scope, {
    kind,
    brokerUrl: broker.url,
    prefetch: WINDOW,
    way: (url) => startGoBetween(scope, url, { answered }),
  });
  const load = await chain.load({ reports: 3 * WINDOW * times, rate: 20 * RATE });
  await chain.startIngest();
  await killed.promise;
  await load.endsWithNothingLost();
  return chain.proof();
};

/** SIGKILL to the broker under load, and back again. */
export const restartBroker: BrokerFault = async (scope, kind, times, tell) => {
  const broker = await kind.start();
  scope.after(() => broker.stop());
  const chain = await Chain.start(scope, { kind, brokerUrl: broker.url });
  await chain.startIngest();
  for (let done = 1; done <= times; done += 1) {
    const load = await chain.load({ reports: REPORTS_PER_FAULT, rate: RATE });
    await load.hasReached(IN_ITS_MIDST);
    await broker.kill();
    await broker.restart();
    await load.endsWithNothingLost();
    tell(done);
  }
  return chain.proof();
};

const SERVERS = 3;

/** SIGKILL to one server of a cluster under load, each in turn; it comes back, and gets what it missed. */
export const killServerOfCluster: BrokerFault = async (scope, kind, times, tell) => {
  const cluster = await kind.startCluster(SERVERS);
  scope.after(() => cluster.stop());
  const names = { ...DEFAULT_NAMES, replicas: SERVERS };
  const chain = await Chain.start(scope, { kind, brokerUrl: cluster.url, names });
  await chain.startIngest();
  for (let done = 1; done <= times; done += 1) {
    const load = await chain.load({ reports: REPORTS_PER_FAULT, rate: RATE });
    await load.hasReached(IN_ITS_MIDST);
    const index = done % SERVERS;
    await cluster.kill(index);
    await load.endsWithNothingLost(); // without it
    await cluster.restart(index);
    await eventually(() => cluster.assertWhole(names)); // two without it would be most of them
    tell(done);
  }
  return chain.proof();
};
