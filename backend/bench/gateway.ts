import { lineOf, type Scope, startProcess } from '../test/support/start-process.ts';
import type { BenchService } from './bench-world.ts';

/** An event service before this database service, as a process of its own. */
export async function startGateway(scope: Scope, databaseServiceUrl: string): Promise<BenchService> {
  const started = startProcess(scope, 'backend/src/event-service/main.ts', {
    env: {
      SIGNALBOX_EVENT_SERVICE_PORT: '0',
      SIGNALBOX_DATABASE_SERVICE_URL: databaseServiceUrl,
      SIGNALBOX_LOG_LEVEL: 'warn',
    },
  });
  const [, url = ''] = await lineOf(started, /listening on (http:\/\/[^\s,]+)/);
  return { url, port: Number(new URL(url).port), pid: started.pid };
}
