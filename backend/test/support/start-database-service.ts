import assert from 'node:assert/strict';
import path from 'node:path';
import { eventually } from './eventually.ts';
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

export type DatabaseServiceOptions = StartOptions & Place & Listening;
/** Where `events.db` lies, or the address of a database. */
type Place = { readonly folder: string } | { readonly databaseUrl: string };
interface Listening {
  /** 0 for any that is free. */
  readonly port?: number;
  /** Whether it is waited for until it can do its work, or only until it listens, as when its database is away. */
  readonly until?: 'ready' | 'listening';
}

/** The settings of a database service on this database and port. */
export function databaseServiceEnvironment(options: DatabaseServiceOptions) {
  const { port = 0, env = {} } = options;
  return {
    SIGNALBOX_DATABASE_URL:
      'folder' in options ? `sqlite:${path.join(options.folder, 'events.db')}` : options.databaseUrl,
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
  if (options.until !== 'listening') {
    await eventually(async () => assert.equal((await fetch(`${url}/readyz`)).status, 200));
  }
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
