import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { root } from '../tools/root.ts';
import { tool } from '../tools/tool.ts';
import { hasDesktop } from './browser.ts';
import { databasePlace, prepareLogs } from './data-folder.ts';
import type { StartOptions } from './options.ts';
import { startBrokerIngest } from './broker.ts';
import { checkSimulatorOptions, databaseService, eventService, eventSimulator } from './parts.ts';
import type { PartPlan } from './running-part.ts';
import type { RunningParts } from './running-parts.ts';
import { shown, tellPart } from './tell.ts';

/** Starts again whenever one of its files changes; what it prints is for the one who changed it. */
const watched = (plan: PartPlan): PartPlan => ({
  ...plan,
  command: ['--watch', '--watch-preserve-output', ...plan.command],
  tells: 'everything',
});

const consoleServer = ({ open }: StartOptions): PartPlan => ({
  name: 'console',
  command: [tool('@angular/cli', 'ng', 'frontend'), 'serve', ...(open && hasDesktop() ? ['--open'] : [])],
  cwd: path.join(root, 'frontend'),
  readyLine: /Local:\s+(https?:\/\/[^\s/]+)/,
  tells: 'everything',
});

/** As the product, with services that start again after each change and a console that is built as one types. */
export async function startDevelopment(parts: RunningParts, options: StartOptions): Promise<string> {
  if (options.port !== undefined)
    throw new Sentence('--port does not go with dev: frontend/proxy.conf.json knows 8000.');
  if (options.replicas > 1) throw new Sentence('--replicas does not go with dev: it watches one of each.');
  if (options.simulator) checkSimulatorOptions(options);
  const place = databasePlace(options);
  const logs = prepareLogs(place);
  const database = databaseService(place.url, options.databasePort);
  const databaseUrl = await parts.startService(watched(database), logs);
  tellPart('database service', databaseUrl, place.file ? shown(place.file) : 'on a database server');
  const brokerIngestUrl = await startBrokerIngest(parts, { databaseUrl, logs, options });
  const events = eventService({ databaseUrl, brokerIngestUrl }, options.port);
  tellPart('event service', await parts.startService(watched(events), logs));
  if (options.simulator) await parts.start(watched(eventSimulator(options, databaseUrl)), logs);
  return parts.start(consoleServer(options), logs);
}
