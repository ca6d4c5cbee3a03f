import path from 'node:path';
import { lineOf, startProcess, type Ended, type Scope, type StartOptions } from './start-process.ts';

const PROGRAM = 'backend/src/database-service/main.ts';

export interface StartedDatabaseService {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  /** As a power cut would: SIGKILL. */
  kill(): Promise<Ended>;
  /** As Ctrl-C or a supervisor would: SIGTERM. */
  stop(): Promise<Ended>;
}

export interface DatabaseServiceOptions extends StartOptions {
  /** Where `events.db` lies. */
  readonly folder: string;
  /** 0 for any that is free. */
  readonly port?: number;
}

/** The settings of a database service on this folder and port. */
export function databaseServiceEnvironment({ folder, port = 0, env = {} }: DatabaseServiceOptions) {
  return {
    SIGNALBOX_DATABASE_URL: `sqlite:${path.join(folder, 'events.db')}`,
    SIGNALBOX_DATABASE_SERVICE_PORT: String(port),
    ...env,
  };
}

/** Starts the real database service as a process of its own, and waits until it is ready. */
export async function startDatabaseService(
  t: Scope,
  options: DatabaseServiceOptions,
): Promise<StartedDatabaseService> {
  const started = startProcess(t, PROGRAM, { ...options, env: databaseServiceEnvironment(options) });
  const [, url = ''] = await lineOf(started, /listening on (http:\/\/[^\s,]+)/);
  return {
    url,
    port: Number(new URL(url).port),
    pid: started.pid,
    stderr: started.stderr,
    ended: started.ended,
    kill: () => started.end('SIGKILL'),
    stop: () => started.end('SIGTERM'),
  };
}
