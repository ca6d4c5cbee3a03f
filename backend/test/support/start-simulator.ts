import { startProcess, type Scope, type StartedProcess } from './start-process.ts';

const PROGRAM = 'backend/src/event-simulator/main.ts';

/** Starts the real simulator with these options, as on the command line. */
export const startSimulator = (
  t: Scope,
  options: string,
  env: Readonly<Record<string, string>> = {},
): StartedProcess => startProcess(t, PROGRAM, { arguments: options.split(' '), env });
