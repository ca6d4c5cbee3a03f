import { databaseServiceUrl } from '../database-client/index.ts';
import { placeOf } from '../message-broker/broker-url.ts';
import { createBroker } from '../message-broker/create-broker.ts';
import { BrokerRefusal } from '../message-broker/message-broker.ts';
import { ConfigurationError, refuseOpenDoors } from '../service-kit/environment.ts';
import { runService } from '../service-kit/run-service.ts';
import { buildBrokerIngest } from './app.ts';
import { brokerIngestSettings, shorthands } from './config.ts';

await runService({
  name: 'broker-ingest',
  about: 'Brings reports from RabbitMQ or NATS JetStream to the database service.',
  settings: brokerIngestSettings,
  shorthands,
  start: async (settings, closing) => {
    refuseOpenDoors(settings);
    const { brokerUrl: address, prefetch, allowedHosts, logLevel } = settings;
    const url = databaseServiceUrl(settings);
    const app = await buildBrokerIngest({
      createBroker: (observer) => createBroker({ address, settings, observer }),
      databaseServiceUrl: url,
      prefetch,
      allowedHosts,
      logLevel,
    });
    closing.add('the broker ingest', () => app.close());
    try {
      const listening = await app.listen({ host: settings.host, port: settings.port });
      return `broker-ingest listening on ${listening}, bringing reports from ${placeOf(address)} to ${url}`;
    } catch (error) {
      throw error instanceof BrokerRefusal ? new ConfigurationError(error.message, { cause: error }) : error;
    }
  },
});
