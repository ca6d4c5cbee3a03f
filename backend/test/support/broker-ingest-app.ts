import type { TestContext } from 'node:test';
import { buildBrokerIngest } from '../../src/broker-ingest/app.ts';
import { brokerIngestSettings } from '../../src/broker-ingest/config.ts';
import { brokerAt } from './broker-at.ts';
import type { BrokerNames } from './broker-names.ts';

export interface BrokerIngestAppOptions {
  readonly brokerUrl: string;
  readonly names: BrokerNames;
  readonly databaseServiceUrl: string;
  /** How long a message waits each time that it is tried again: as often as there are pauses. */
  readonly pausesMs?: readonly number[];
}

/** The real broker ingest in this very process, listening on a free port. */
export async function brokerIngestApp(t: TestContext, options: BrokerIngestAppOptions): Promise<string> {
  const { brokerUrl, names: settings, databaseServiceUrl, pausesMs } = options;
  const app = await buildBrokerIngest({
    createBroker: (observer) => brokerAt(brokerUrl, { settings, observer, ...(pausesMs && { pausesMs }) }),
    databaseServiceUrl,
    prefetch: Number(brokerIngestSettings.prefetch.byDefault),
    logLevel: 'silent',
    ...(pausesMs && { retriesMost: pausesMs.length }),
  });
  t.after(() => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
}
