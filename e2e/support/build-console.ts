import { buildConsole, consoleIsStale } from '../../scripts/console/console-build.ts';

/** The event service serves the built console: what is tested is what the sources say now. */
export default async function buildConsoleWhenStale(): Promise<void> {
  if (consoleIsStale()) await buildConsole();
}
