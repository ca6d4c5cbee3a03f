import { lineOf, startProcess, type Ended, type Scope } from './start-process.ts';

export interface StartedEventService {
  readonly url: string;
  readonly pid: number;
  readonly stderr: () => string;
  stop(): Promise<Ended>;
}

/** Starts the real event service as a process of its own, and waits until it is ready. */
export async function startEventService(
  t: Scope,
  {
    databaseServiceUrl,
    port = 0,
    env = {},
  }: {
    readonly databaseServiceUrl: string;
    readonly port?: number;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<StartedEventService> {
  const started = startProcess(t, 'backend/src/event-service/main.ts', {
    env: {
      SIGNALBOX_EVENT_SERVICE_PORT: String(port),
      SIGNALBOX_DATABASE_SERVICE_URL: databaseServiceUrl,
      ...env,
    },
  });
  const [, url = ''] = await lineOf(started, /listening on (http:\/\/\S+)/);
  return { url, pid: started.pid, stderr: started.stderr, stop: () => started.end('SIGTERM') };
}
