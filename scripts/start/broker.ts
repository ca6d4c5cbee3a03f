import { parseBrokerUrl, placeOf } from '../../backend/src/message-broker/broker-url.ts';
import type { StartOptions } from './options.ts';
import { brokerIngest } from './parts.ts';
import type { RunningParts } from './running-parts.ts';
import { tellPart } from './tell.ts';

interface Surroundings {
  readonly databaseUrl: string;
  readonly logs: string;
  readonly options: StartOptions;
}

/** Brings reports from a broker, where one is named; gives its address. It need not be there yet. */
export async function startBrokerIngest(
  parts: RunningParts,
  { databaseUrl, logs, options }: Surroundings,
): Promise<string | undefined> {
  const address = options.broker === undefined ? undefined : parseBrokerUrl(options.broker);
  if (options.broker === undefined || !address) return undefined;
  const url = await parts.start(brokerIngest(options.broker, databaseUrl, options.ingestPort), logs);
  tellPart('broker ingest', url, `from ${placeOf(address)}`);
  return url;
}
