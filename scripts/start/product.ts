import { databasePlace, prepareLogs } from './data-folder.ts';
import type { StartOptions } from './options.ts';
import { startBrokerIngest } from './broker.ts';
import { checkSimulatorOptions, databaseService, eventService, eventSimulator } from './parts.ts';
import { type Addresses, planReplicas, type SetUpOptions } from './replicas.ts';
import type { RunningParts } from './running-parts.ts';
import { buildConsoleWhenStale } from './stale-console.ts';
import { shown, tellPart } from './tell.ts';

/** Starts the parts in the order in which they need each other, and gives the address of the console. */
export async function startProduct(parts: RunningParts, options: StartOptions): Promise<string> {
  if (options.simulator) checkSimulatorOptions(options);
  const place = databasePlace(options);
  const setUp = options.replicas > 1 ? planReplicas(place, options) : startPair;
  const logs = prepareLogs(place);
  console.log('Signalbox');
  const { consoleUrl, databaseUrl } = await setUp(parts, { place, logs, options });
  if (options.simulator) {
    tellPart('event simulator', await parts.start(eventSimulator(options, databaseUrl), logs));
  }
  tellPart('logs', shown(logs));
  return consoleUrl;
}

/** One of each service. */
async function startPair(parts: RunningParts, { place, logs, options }: SetUpOptions): Promise<Addresses> {
  const databaseUrl = await parts.startService(databaseService(place.url, options.databasePort), logs);
  tellPart('database service', databaseUrl, place.file ? shown(place.file) : 'on a database server');
  const brokerIngestUrl = await startBrokerIngest(parts, { databaseUrl, logs, options });
  await buildConsoleWhenStale(parts.stopping);
  const events = eventService({ databaseUrl, brokerIngestUrl }, options.port);
  const consoleUrl = await parts.startService(events, logs);
  tellPart('event service', consoleUrl);
  return { consoleUrl, databaseUrl };
}
