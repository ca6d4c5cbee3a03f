import { BROKER_API, openApiDocument, PROBLEM_TABLE } from '@signalbox/contracts';
import type { FastifyInstance } from 'fastify';
import { createDatabaseClient } from '../database-client/index.ts';
import type { BrokerObserver, MessageBroker } from '../message-broker/message-broker.ts';
import { RETRY_PAUSES_MS } from '../message-broker/retry-pauses.ts';
import { buildHttpApp } from '../service-kit/http-app.ts';
import { measureRequests } from '../service-kit/metrics.ts';
import { serveSelf } from '../service-kit/self-routes.ts';
import { serveDocs } from '../service-kit/serve-docs.ts';
import { isMisdirected } from './deliver.ts';
import { IngestLoop } from './ingest-loop.ts';
import { measureMessages } from './metrics.ts';
import { serveDeadLetters } from './routes/dead-letters.ts';

export interface BrokerIngestOptions {
  readonly createBroker: (observer: BrokerObserver) => MessageBroker;
  readonly databaseServiceUrl: string;
  /** Messages that may be with us at once. */
  readonly prefetch: number;
  readonly retriesMost?: number;
  readonly allowedHosts?: readonly string[];
  readonly logLevel?: string;
}

/**
 * Brings reports from a broker to the database service, and serves the dead letters. It starts without either, and finds both
 * again by itself; only where the broker refuses it from the first, it does not start.
 */
export async function buildBrokerIngest(options: BrokerIngestOptions): Promise<FastifyInstance> {
  const { prefetch: most, retriesMost = RETRY_PAUSES_MS.length } = options;
  const app = buildHttpApp({
    problems: PROBLEM_TABLE,
    ...(options.allowedHosts && { allowedHosts: options.allowedHosts }),
    ...(options.logLevel !== undefined && { logLevel: options.logLevel }),
  });
  const metrics = measureRequests(app);
  const client = createDatabaseClient({ url: options.databaseServiceUrl });
  const broker = options.createBroker(logLine(app));
  const settled = measureMessages(metrics, broker);
  serveDeadLetters(app, broker);
  serveSelf(app, {
    document: () => openApiDocument(BROKER_API),
    metrics,
    missing: () => broker.trouble && `${broker.place} cannot be used: ${broker.trouble}`,
    docs: serveDocs,
  });

  let loop: IngestLoop | undefined;
  app.addHook('onReady', async () => {
    await broker.start();
    const observer = { settled, ...logOutage(app) };
    loop = new IngestLoop((taker) => broker.consume(taker), { client, most, retriesMost, observer });
  });
  app.addHook('onClose', async () => {
    await loop?.close();
    await broker.close();
    await client.close();
  });
  return app;
}

/** What heals by itself is a warning; where somebody must act it is an error. */
function logLine(app: FastifyInstance): BrokerObserver {
  return {
    connected: () => app.log.info('the broker is there'),
    lost: (reason) => app.log.warn(`the broker cannot be used, and is tried again: ${reason}`),
    refused: ({ message }) => app.log.error(message),
  };
}

function logOutage(app: FastifyInstance) {
  let isAway = false;
  return {
    held: (error: Error) => {
      const level = isMisdirected(error) ? 'error' : 'warn';
      if (!isAway) app.log[level](`${error.message}. Messages wait in the broker, and nothing is lost.`);
      isAway = true;
    },
    resumed: () => {
      if (isAway) app.log.info('the database service takes messages again');
      isAway = false;
    },
  };
}
