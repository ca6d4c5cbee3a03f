import { type BrokerKind, NATS, RABBITMQ } from '../../test/support/broker-kinds.ts';
import type { Scope } from '../../test/support/start-process.ts';
import type { BenchService, BenchWorld } from '../bench-world.ts';
import { emptyDatabase } from '../databases/database.ts';
import { startHelper } from '../helper-process.ts';
import { BATCHES, type ReportsRun, startReports, startServices } from '../ingest/reports-work.ts';
import { limitRow } from '../ingest/rows.ts';
import type { BrokerQuestion } from '../load/broker-process.ts';
import { cpuMicrosecondsOf } from '../process-use.ts';
import { atLeast, type Row } from '../results.ts';
import { withScope } from '../scope.ts';
import { checkStored } from '../stored.ts';
import { type Contestant, inTurns, type Window } from '../turns.ts';

const AIM = 0.5;
const OVER_HTTP = { ...BATCHES, name: `${BATCHES.name} over HTTP` };

/** Reports through each broker to the disk, against receiving them and no more, and against HTTP. */
export async function measureBrokers(world: BenchWorld): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kind of [RABBITMQ, NATS]) rows.push(...(await measureBroker(world, kind)));
  return rows;
}

async function measureBroker(world: BenchWorld, kind: BrokerKind): Promise<Row[]> {
  return withScope(async (scope) => {
    world.progress.at(`${kind.name}: getting ready`);
    const services = await startServices(scope, world, {
      database: await emptyDatabase(scope, world),
      count: 1,
    });
    const [service] = services;
    if (!service) throw new Error('There is no service.');
    const http = await startReports(scope, world, { work: OVER_HTTP, services });
    await http.calibrate();
    const through = await startThrough(scope, { kind, service, http });
    for (const contestant of [through.ingest, through.raw]) await contestant.window();
    const turn = (who: string, number: number) => world.progress.at(`${kind.name}: ${who}, turn ${number}`);
    const contestants = [through.ingest, through.raw, http.product];
    const [ingest, raw, overHttp] = await inTurns(contestants, { repeat: world.repeat, turn });
    await checkStored(service.url, http.sent() + through.sent(), kind.name);
    if (!ingest || !raw || !overHttp) throw new Error('Nobody took part.');
    const slower = Math.min(raw.rate, overHttp.rate);
    const ratio = ingest.rate / slower;
    const { rate, cpu } = ingest;
    return [
      {
        work: `${kind.name}: one report in a message, to the disk`,
        ...{ rate, cpu, ratio },
        limit: 'the slower of the two',
        aim: atLeast(ratio, AIM, 'of the slower of raw consume and HTTP'),
        also: `windows of ${http.reports().toLocaleString('en')}; CPU of ingest and service`,
      },
      { work: `${kind.name}: raw consume`, rate: raw.rate, cpu: raw.cpu },
      limitRow({ work: `${kind.name}: ${OVER_HTTP.name}`, limit: overHttp }),
    ];
  });
}

interface Through {
  readonly ingest: Contestant;
  readonly raw: Contestant;
  /** Reports that went on to the service. */
  readonly sent: () => number;
}

async function startThrough(
  scope: Scope,
  {
    kind,
    service,
    http,
  }: { readonly kind: BrokerKind; readonly service: BenchService; readonly http: ReportsRun },
): Promise<Through> {
  const broker = await kind.start();
  scope.after(() => broker.stop());
  const at = { broker: kind.name, url: broker.url };
  const process = startHelper<BrokerQuestion>(scope, 'load/broker-process.ts');
  let sent = 0;

  /** The messages wait in the broker when the window begins. */
  async function window(ask: (messages: number) => BrokerQuestion, pids: readonly number[]): Promise<Window> {
    const messages = http.reports();
    await process.ask({ ...at, ask: 'publish', reports: messages });
    const cpuOfAll = () => pids.reduce((total, pid) => total + cpuMicrosecondsOf(pid), 0);
    const cpu = cpuOfAll();
    const milliseconds = await process.ask<number>(ask(messages));
    return { units: messages, milliseconds, cpuMicroseconds: cpuOfAll() - cpu };
  }

  return {
    ingest: {
      name: 'through the ingest',
      window: () => {
        sent += http.reports();
        return window(
          (messages) => ({ ...at, ask: 'ingest', service: service.url, messages }),
          [process.pid, service.pid],
        );
      },
    },
    raw: {
      name: 'raw consume',
      window: () => window((messages) => ({ ...at, ask: 'consume', messages }), [process.pid]),
    },
    sent: () => sent,
  };
}
