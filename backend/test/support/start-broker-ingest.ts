import assert from 'node:assert/strict';
import { eventually } from './eventually.ts';
import { type Ended, lineOf, type Scope, type StartOptions, startProcess } from './start-process.ts';

export interface BrokerIngestOptions extends StartOptions {
  readonly brokerUrl: string;
  readonly databaseServiceUrl: string;
  readonly port?: number;
  /** Whether it is waited for until it can do its work, or only until it listens, as when its broker is away. */
  readonly until?: 'ready' | 'listening';
}

export interface StartedBrokerIngest {
  readonly url: string;
  readonly pid: number;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  /** As a power cut would: SIGKILL. */
  kill(): Promise<Ended>;
  stop(): Promise<Ended>;
}

export const startIngestProcess = (t: Scope, options: BrokerIngestOptions) =>
  startProcess(t, 'backend/src/broker-ingest/main.ts', {
    ...options,
    env: {
      SIGNALBOX_BROKER_URL: options.brokerUrl,
      SIGNALBOX_DATABASE_SERVICE_URL: options.databaseServiceUrl,
      SIGNALBOX_BROKER_INGEST_PORT: String(options.port ?? 0),
      ...options.env,
    },
  });

/** Starts the real broker ingest as a process of its own. */
export async function startBrokerIngest(
  t: Scope,
  options: BrokerIngestOptions,
): Promise<StartedBrokerIngest> {
  const started = startIngestProcess(t, options);
  const [, url = ''] = await lineOf(started, /listening on (http:\/\/[^\s,]+)/);
  if (options.until !== 'listening') {
    await eventually(async () => assert.equal((await fetch(`${url}/readyz`)).status, 200));
  }
  return {
    url,
    pid: started.pid,
    stderr: started.stderr,
    ended: started.ended,
    kill: () => started.end('SIGKILL'),
    stop: () => started.end('SIGTERM'),
  };
}
