import { buildConsole, consoleIsStale } from '../console/console-build.ts';
import { tell } from './tell.ts';

export async function buildConsoleWhenStale(stopping: AbortSignal): Promise<void> {
  if (!consoleIsStale()) return;
  tell('Building the console …');
  await buildConsole(stopping);
}
