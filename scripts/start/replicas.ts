import { Sentence } from '../bootstrap/sentence.mjs';
import { balancer, findHaproxy } from './balancer.ts';
import { startBrokerIngest } from './broker.ts';
import type { DatabasePlace } from './data-folder.ts';
import type { StartOptions } from './options.ts';
import { databaseService, eventService } from './parts.ts';
import { portFor } from './ports.ts';
import { waitUntilReady } from './readiness.ts';
import type { PartPlan } from './running-part.ts';
import type { RunningParts } from './running-parts.ts';
import { buildConsoleWhenStale } from './stale-console.ts';
import { tellPart } from './tell.ts';

export interface SetUpOptions {
  readonly place: DatabasePlace;
  readonly logs: string;
  readonly options: StartOptions;
}

/** Where people and sources find the product. */
export interface Addresses {
  readonly consoleUrl: string;
  readonly databaseUrl: string;
}

type SetUp = (parts: RunningParts, options: SetUpOptions) => Promise<Addresses>;

/** The port of a service as it would be without replicas. */
const usual = (option: string | undefined, variable: string, byDefault: string) =>
  option ?? (process.env[variable] || byDefault);

/** Says what is missing for replicas before anything is started. */
export function planReplicas({ file }: DatabasePlace, { replicas }: StartOptions): SetUp {
  if (file !== undefined) {
    throw new Sentence(
      `--replicas ${replicas} needs a database that they can share: name a PostgreSQL with --database postgres://…`,
    );
  }
  const program = findHaproxy();
  return (parts, options) => startReplicas(parts, program, options);
}

/** So many of each service, and in front of them a load balancer with the addresses that one pair would have. */
async function startReplicas(parts: RunningParts, program: string, setUp: SetUpOptions): Promise<Addresses> {
  const { place, logs, options } = setUp;
  const { bind, consoleUrl, databaseUrl } = await addressesOf(options);
  const eventPorts: number[] = [];
  for (const _number of numbersOf(options)) eventPorts.push(await portFor('0'));
  const databaseServices = await startEach(parts, setUp, 'SIGNALBOX_DATABASE_SERVICE_PORT', (number) =>
    databaseService(place.url, '0', number),
  );
  await buildConsoleWhenStale(parts.stopping);

  // Before the event services, which look for the database service as soon as they start.
  const balanced = {
    console: { bind: bind.console, servers: eventPorts.map((port) => `127.0.0.1:${port}`) },
    reports: { bind: bind.reports, servers: databaseServices.map((url) => new URL(url).host) },
  };
  await parts.start(balancer(program, balanced, logs), logs);
  await waitUntilReady('load balancer', databaseUrl, parts.stopping);
  const brokerIngestUrl = await startBrokerIngest(parts, { databaseUrl, logs, options });
  await startEach(parts, setUp, 'SIGNALBOX_EVENT_SERVICE_PORT', (number) =>
    eventService({ databaseUrl, brokerIngestUrl }, String(eventPorts[number - 1]), number),
  );
  await waitUntilReady('load balancer', consoleUrl, parts.stopping);
  tellPart('load balancer', consoleUrl, `reports to ${databaseUrl}`);
  return { consoleUrl, databaseUrl };
}

async function addressesOf(options: StartOptions) {
  const port = await portFor(usual(options.port, 'SIGNALBOX_EVENT_SERVICE_PORT', '8000'));
  const databasePort = await portFor(usual(options.databasePort, 'SIGNALBOX_DATABASE_SERVICE_PORT', '8001'));
  const bind = { console: `127.0.0.1:${port}`, reports: `127.0.0.1:${databasePort}` };
  return { bind, consoleUrl: `http://${bind.console}`, databaseUrl: `http://${bind.reports}` };
}

const numbersOf = ({ replicas }: StartOptions) => Array.from({ length: replicas }, (_, index) => index + 1);

/** One after the other: the first migrates the database. */
async function startEach(
  parts: RunningParts,
  { logs, options }: SetUpOptions,
  portVariable: string,
  planOf: (number: number) => PartPlan,
): Promise<string[]> {
  const urls: string[] = [];
  for (const number of numbersOf(options)) {
    const plan = planOf(number);
    const url = await parts.startReplica(plan, logs, portVariable);
    tellPart(plan.name, url);
    urls.push(url);
  }
  return urls;
}
