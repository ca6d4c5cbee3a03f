import type { FastifyInstance } from 'fastify';
import {
  DATABASE_API,
  LIMITS,
  openApiDocument,
  PROBLEMS,
  problemType,
  type ProblemCode,
} from '@signalbox/contracts';
import { buildHttpApp } from '../service-kit/http-app.ts';
import { measureRequests } from '../service-kit/metrics.ts';
import { ProblemError } from '../service-kit/problem.ts';
import { serveSelf } from '../service-kit/self-routes.ts';
import { createChangeSignal } from './change-signal.ts';
import { startHoldClock } from './hold-clock.ts';
import { startIdentityRetention } from './identity-retention.ts';
import { serviceMetrics } from './metrics.ts';
import { serveCommands } from './routes/command.ts';
import { serveListEvents } from './routes/list-events.ts';
import type { Parts } from './routes/parts.ts';
import { serveReadChanges } from './routes/read-changes.ts';
import { serveReadEvent } from './routes/read-event.ts';
import { serveReadJournal } from './routes/read-journal.ts';
import { serveReadSummary } from './routes/read-summary.ts';
import { serveSendReports } from './routes/send-reports.ts';
import { parseCursor } from './store/cursor.ts';
import type { EventStore, StoreContext } from './store/event-store.ts';
import { SYSTEM_CONTEXT } from './system-context.ts';
import { createWriteQueue, type Load } from './write-queue.ts';

export interface DatabaseServiceOptions {
  readonly store: EventStore;
  readonly context?: StoreContext;
  readonly deduplicationDays?: number;
  readonly allowedHosts?: readonly string[];
  readonly logLevel?: string;
  readonly queueBound?: Load;
  readonly bodyIdleMs?: number;
}

/** As long as a whole request may take that is not read as it comes. */
const BODY_IDLE_MS = 30_000;

/** The database service around a store. Closing the app ends its streams, writes what waits, and leaves the store open. */
export async function buildDatabaseService(options: DatabaseServiceOptions): Promise<FastifyInstance> {
  const {
    store,
    context = SYSTEM_CONTEXT,
    deduplicationDays = 7,
    queueBound,
    bodyIdleMs = BODY_IDLE_MS,
  } = options;
  const app = buildHttpApp({
    problems: { kinds: PROBLEMS, typeOf: (code) => problemType(code as ProblemCode) },
    bodyLimit: LIMITS.jsonBodyBytes,
    ...(options.allowedHosts && { allowedHosts: options.allowedHosts }),
    ...(options.logLevel !== undefined && { logLevel: options.logLevel }),
  });
  const registry = measureRequests(app);
  const metrics = serviceMetrics(registry, {
    waiting: () => queue.waiting,
    lastSeq: () => lastSeq(store),
    indexBehind: store.indexBehind,
  });
  const changes = createChangeSignal();
  store.watch(() => changes.notify());
  const queue = createWriteQueue({
    apply: (writes) => store.apply(writes),
    batchesAtOnce: store.batchesInOrder ?? 1,
    committed: (writes, seconds) => {
      metrics.committed(writes, seconds);
      changes.notify();
    },
    ...(queueBound && { bound: queueBound }),
  });

  const closing = new AbortController();
  const parts: Parts = { store, queue, changes, context, metrics, closing: closing.signal, bodyIdleMs };
  serveSendReports(app, parts);
  serveListEvents(app, parts);
  serveReadEvent(app, parts);
  serveReadJournal(app, parts);
  serveCommands(app, parts);
  serveReadSummary(app, parts);
  serveReadChanges(app, parts);
  await serveSelf(app, {
    document: openApiDocument(DATABASE_API),
    metrics: registry,
    missing: () => whatIsMissing(store),
  });

  const tryAgain = (what: string) => (error: unknown) =>
    app.log.warn({ err: error }, `${what} failed and is tried again`);
  const clock = startHoldClock(store, queue, tryAgain('ending holds'));
  const retention = startIdentityRetention(store, deduplicationDays, tryAgain('forgetting old identities'));
  app.addHook('preClose', async () => closing.abort());
  app.addHook('onClose', async () => {
    await Promise.all([clock.stop(), retention.stop()]);
    await queue.close();
  });
  return app;
}

async function whatIsMissing(store: EventStore): Promise<string | undefined> {
  try {
    await store.check();
    return undefined;
  } catch (error) {
    return error instanceof ProblemError ? error.message : 'The database does not answer.';
  }
}

async function lastSeq(store: EventStore): Promise<number> {
  const { cursor } = await store.readChanges({ filter: {}, after: undefined, limit: 1, mode: 'all' });
  return parseCursor(cursor)?.seq ?? 0;
}
