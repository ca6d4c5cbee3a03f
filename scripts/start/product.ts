import { buildConsole, consoleIsStale } from '../console/console-build.ts';
import { databaseFile, prepareLogs } from './data-folder.ts';
import type { StartOptions } from './options.ts';
import { checkSimulatorOptions, databaseService, eventService, eventSimulator } from './parts.ts';
import type { RunningParts } from './running-parts.ts';
import { shown, tell, tellPart } from './tell.ts';

/** Starts the parts in the order in which they need each other, and gives the address of the console. */
export async function startProduct(parts: RunningParts, options: StartOptions): Promise<string> {
  if (options.simulator) checkSimulatorOptions(options);
  const file = databaseFile(options.data);
  const logs = prepareLogs(file);
  console.log('Signalbox');

  const databaseUrl = await parts.startService(databaseService(options), logs);
  tellPart('database service', databaseUrl, file ? shown(file) : 'on a database server');

  await buildConsoleWhenStale(parts.stopping);
  const consoleUrl = await parts.startService(eventService(options, databaseUrl), logs);
  tellPart('event service', consoleUrl);

  if (options.simulator) {
    tellPart('event simulator', await parts.start(eventSimulator(options, databaseUrl), logs));
  }
  tellPart('logs', shown(logs));
  return consoleUrl;
}

async function buildConsoleWhenStale(stopping: AbortSignal) {
  if (!consoleIsStale()) return;
  tell('Building the console …');
  await buildConsole(stopping);
}
