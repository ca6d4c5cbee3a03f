import type { FastifyInstance } from 'fastify';
import { DATABASE_API, LIMITS, openApiDocument, PROBLEM_TABLE } from '@signalbox/contracts';
import { buildHttpApp } from '../service-kit/http-app.ts';
import { measureRequests } from '../service-kit/metrics.ts';
import { ProblemError } from '../service-kit/problem.ts';
import { serveSelf } from '../service-kit/self-routes.ts';
import type { ServeDocs } from '../service-kit/serve-docs.ts';
import type { BackgroundTask } from './background-task.ts';
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
import { createWriteQueue, type Load, type WriteQueue } from './write-queue.ts';

export interface DatabaseServiceOptions {
  readonly store: EventStore;
  readonly context?: StoreContext;
  readonly deduplicationDays?: number;
  readonly allowedHosts?: readonly string[];
  readonly logLevel?: string;
  readonly queueBound?: Load;
  readonly bodyIdleMs?: number;
  /**
   * The process is frozen between requests, as on Lambda: it does nothing that nobody asked for, streams nothing, and waits
   * for changes no longer than a gateway waits for it. Ending holds and forgetting is somebody else's then (see `upkeep`).
   */
  readonly frozenBetweenRequests?: boolean;
  /** Serves the API for people to read. */
  readonly docs?: ServeDocs;
}

/** As long as a whole request may take that is not read as it comes. */
const BODY_IDLE_MS = 30_000;

const RUNNING = { streams: true, waitSecondsMost: LIMITS.waitSecondsMost };
/** API Gateway gives up after 29 s, of which a cold start takes some. */
const FROZEN = { streams: false, waitSecondsMost: 20 };
/** As often as a service looks at the feed that is told of commits besides. */
const LOOK_EVERY_MS = 1_000;

/** The database service around a store. Closing the app ends its streams, writes what waits, and leaves the store open. */
export async function buildDatabaseService(options: DatabaseServiceOptions): Promise<FastifyInstance> {
  const {
    store,
    context = SYSTEM_CONTEXT,
    deduplicationDays = 7,
    queueBound,
    bodyIdleMs = BODY_IDLE_MS,
    frozenBetweenRequests: isFrozen = false,
  } = options;
  const app = buildHttpApp({
    problems: PROBLEM_TABLE,
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
  const changes = createChangeSignal(isFrozen ? LOOK_EVERY_MS : Infinity);
  if (!isFrozen) store.watch(() => changes.notify());
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
  const parts: Parts = {
    ...{ store, queue, changes, context, metrics, closing: closing.signal, bodyIdleMs },
    ...(isFrozen ? FROZEN : RUNNING),
  };
  serveSendReports(app, parts);
  serveListEvents(app, parts);
  serveReadEvent(app, parts);
  serveReadJournal(app, parts);
  serveCommands(app, parts);
  serveReadSummary(app, parts);
  serveReadChanges(app, parts);
  serveSelf(app, {
    document: () => openApiDocument(DATABASE_API),
    metrics: registry,
    missing: () => whatIsMissing(store),
    docs: options.docs,
  });

  const tasks = isFrozen ? [] : startTasks(app, store, queue, deduplicationDays);
  app.addHook('preClose', async () => closing.abort());
  app.addHook('onClose', async () => {
    await Promise.all(tasks.map((task) => task.stop()));
    await queue.close();
  });
  return app;
}

/** What is done although nobody asks for it. */
function startTasks(
  app: FastifyInstance,
  store: EventStore,
  queue: WriteQueue,
  deduplicationDays: number,
): BackgroundTask[] {
  const tryAgain = (what: string) => (error: unknown) =>
    app.log.warn({ err: error }, `${what} failed and is tried again`);
  return [
    startHoldClock(store, queue, tryAgain('ending holds')),
    startIdentityRetention(store, deduplicationDays, tryAgain('forgetting old identities')),
  ];
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
