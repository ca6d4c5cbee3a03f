import { databaseServiceUrl } from '../database-client/index.ts';
import { refuseOpenDoors } from '../service-kit/environment.ts';
import { runService } from '../service-kit/run-service.ts';
import { serveDocs } from '../service-kit/serve-docs.ts';
import { buildEventService } from './app.ts';
import { consoleFolder, eventServiceSettings } from './config.ts';

await runService({
  name: 'event-service',
  about: 'The gateway for the console: reads, commands, the live stream, and the console itself.',
  settings: eventServiceSettings,
  start: async (settings, closing) => {
    refuseOpenDoors(settings);
    const app = await buildEventService({
      databaseServiceUrl: databaseServiceUrl(settings),
      brokerIngestUrl: settings.brokerIngestUrl,
      consoleFolder: consoleFolder(settings),
      allowedHosts: settings.allowedHosts,
      logLevel: settings.logLevel,
      docs: serveDocs,
    });
    closing.add('the event service', () => app.close());
    const address = await app.listen({ host: settings.host, port: settings.port });
    return `event-service listening on ${address} (database service at ${databaseServiceUrl(settings)})`;
  },
});
