import { setTimeout as wait } from 'node:timers/promises';
import { EVENT_API, openApiDocument, PROBLEM_TABLE } from '@signalbox/contracts';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import {
  createDatabaseClient,
  type DatabaseClient,
  type SignRequest,
  UnreachableError,
} from '../database-client/index.ts';
import { buildHttpApp } from '../service-kit/http-app.ts';
import { measureRequests } from '../service-kit/metrics.ts';
import { serveSelf } from '../service-kit/self-routes.ts';
import type { ServeDocs } from '../service-kit/serve-docs.ts';
import { ChangeBuffer } from './live/change-buffer.ts';
import { ChangeTail } from './live/change-tail.ts';
import { type DatabaseHealth, DatabaseWatch, unavailable } from './live/database-watch.ts';
import { LiveFeed } from './live/live-feed.ts';
import { measureFeed } from './metrics.ts';
import { type CallBehind, passThroughTo } from './pass-through.ts';
import { serveCommands } from './routes/command.ts';
import { serveConsole } from './routes/console.ts';
import { serveDeadLetters } from './routes/dead-letters.ts';
import { serveListEvents } from './routes/list-events.ts';
import { serveReadChanges } from './routes/read-changes.ts';
import { serveReadEvent } from './routes/read-event.ts';
import { serveReadJournal } from './routes/read-journal.ts';
import { serveReadSummary } from './routes/read-summary.ts';
import { refuseStreams, serveStream } from './routes/stream.ts';

export interface EventServiceOptions {
  readonly databaseServiceUrl: string;
  /** Where dead letters are, if a broker brings reports at all. */
  readonly brokerIngestUrl?: string | undefined;
  /** Of the built console. */
  readonly consoleFolder: string;
  readonly allowedHosts?: readonly string[];
  readonly logLevel?: string;
  /** Proves to whoever guards the database service that it is this service that calls. */
  readonly signCalls?: SignRequest | undefined;
  /**
   * The process is frozen between requests, as on Lambda: it follows no feed and watches no service, keeps no connection,
   * and refuses streams, so that browsers ask for changes.
   */
  readonly frozenBetweenRequests?: boolean;
  /** Serves the API for people to read. */
  readonly docs?: ServeDocs;
}

/** The event service: nothing in it may not be lost. It is ready without the database service, and says when that is away. */
export async function buildEventService(options: EventServiceOptions): Promise<FastifyInstance> {
  const { frozenBetweenRequests: isFrozen = false } = options;
  const app = buildHttpApp({
    problems: PROBLEM_TABLE,
    ...(options.allowedHosts && { allowedHosts: options.allowedHosts }),
    ...(options.logLevel !== undefined && { logLevel: options.logLevel }),
  });
  const metrics = measureRequests(app);
  const client = createDatabaseClient({
    url: options.databaseServiceUrl,
    sign: options.signCalls,
    keepsConnections: !isFrozen,
  });
  app.addHook('onClose', () => client.close());

  const passThrough = passThroughTo(
    isFrozen
      ? unwatched(client)
      : serveLive(app, { client, metrics, hasBroker: options.brokerIngestUrl !== undefined }),
  );
  serveListEvents(app, passThrough);
  serveReadEvent(app, passThrough);
  serveReadJournal(app, passThrough);
  serveReadSummary(app, passThrough);
  serveReadChanges(app, passThrough);
  serveCommands(app, passThrough);
  if (isFrozen) refuseStreams(app);
  serveDeadLetters(app, options.brokerIngestUrl);
  serveSelf(app, { document: () => openApiDocument(EVENT_API), metrics, docs: options.docs });
  serveConsole(app, options.consoleFolder, { compressesAhead: !isFrozen });
  return app;
}

interface LiveParts {
  readonly client: DatabaseClient;
  readonly metrics: Registry;
  readonly hasBroker: boolean;
}

/** The stream, and what is behind it; gives how to call the database service while it is watched over. */
function serveLive(app: FastifyInstance, { client, metrics, hasBroker }: LiveParts): CallBehind {
  const { watch, feed } = follow(app, { client, hasBroker });
  measureFeed(metrics, { feed, watch });
  serveStream(app, feed);
  return (call, waitMs) => watch.guard((signal) => client.raw({ ...call, signal }), { hint: waitMs === 0 });
}

/** Where nobody can watch over the service between requests, each call finds out by itself whether it is there. */
const unwatched =
  (client: Pick<DatabaseClient, 'raw'>): CallBehind =>
  async (call) => {
    try {
      return await client.raw(call);
    } catch (error) {
      throw error instanceof UnreachableError ? unavailable(error) : error;
    }
  };

/** The first browser shall find a feed that knows where it is, but nobody waits for a service that does not answer. */
const PLACE_WITHIN_MS = 1_000;

/** From the tail to the browsers, for as long as the app lives. */
function follow(
  app: FastifyInstance,
  { client, hasBroker }: Pick<LiveParts, 'client' | 'hasBroker'>,
): { watch: DatabaseWatch; feed: LiveFeed } {
  const watch = new DatabaseWatch({
    probe: (signal) => probe(client, signal),
    onChange: (health) => {
      logHealth(app, health);
      tail.reconnect();
      feed.tellHealth(health);
    },
  });
  const tail = new ChangeTail({
    client,
    onBatch: (batch) => feed.take(batch),
    onPlace: (cursor, previous) => feed.moveTo(cursor, previous),
    onTrouble: (error) => {
      app.log.debug({ err: error }, 'the line to the feed of changes was lost');
      void watch.look();
    },
  });
  const feed = new LiveFeed({ client, watch, tail, buffer: new ChangeBuffer(), hasBroker });

  app.addHook('onReady', async () => {
    await watch.start();
    if (!watch.isUp) logHealth(app, watch.health);
    const placed = tail.start();
    if (watch.isUp) await Promise.race([placed, wait(PLACE_WITHIN_MS, undefined, { ref: false })]);
  });
  app.addHook('preClose', async () => {
    watch.stop();
    feed.close();
    await tail.stop();
  });
  return { watch, feed };
}

/** A service that runs answers 200; where a load balancer has none to ask, it says so itself. */
async function probe(client: Pick<DatabaseClient, 'raw'>, signal: AbortSignal): Promise<void> {
  const { status } = await client.raw({ method: 'GET', path: '/livez', signal });
  if (status >= 500) throw new UnreachableError(`the load balancer answers ${status}`);
}

/** It heals by itself, so it is a warning. */
function logHealth(app: FastifyInstance, { databaseService }: DatabaseHealth): void {
  if (databaseService === 'down') app.log.warn('the database service does not answer');
  else app.log.info('the database service answers');
}
