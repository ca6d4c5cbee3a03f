import { httpUrlSetting, optional, portSetting, type Settings } from '../service-kit/environment.ts';

/** Where the database service is: for whoever calls it. */
export const databaseServiceSettings = {
  databaseServicePort: portSetting('DATABASE_SERVICE_PORT', {
    description: 'Port of the database service on this machine.',
    byDefault: '8001',
  }),
  databaseServiceUrl: optional(
    httpUrlSetting('DATABASE_SERVICE_URL', {
      description:
        'Where the database service is; by default on this machine, at SIGNALBOX_DATABASE_SERVICE_PORT.',
    }),
  ),
} as const;

export const databaseServiceUrl = (settings: Settings<typeof databaseServiceSettings>): string =>
  settings.databaseServiceUrl ?? `http://127.0.0.1:${settings.databaseServicePort}`;
