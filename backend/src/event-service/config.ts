import path from 'node:path';
import {
  httpUrlSetting,
  listeningSettings,
  optional,
  portSetting,
  type Settings,
  textSetting,
} from '../service-kit/environment.ts';

/** Relative paths are relative to the repository, wherever the service is started. */
const ROOT = path.resolve(import.meta.dirname, '../../..');

export const eventServiceSettings = {
  port: portSetting('EVENT_SERVICE_PORT', {
    description: 'Port to listen on; 0 lets the system choose one.',
    byDefault: '8000',
  }),
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
  consoleFolder: textSetting('CONSOLE_FOLDER', {
    description: 'Folder of the built console.',
    byDefault: 'frontend/dist/browser',
  }),
  ...listeningSettings,
} as const;

export type EventServiceSettings = Settings<typeof eventServiceSettings>;

export const databaseServiceUrl = (settings: EventServiceSettings): string =>
  settings.databaseServiceUrl ?? `http://127.0.0.1:${settings.databaseServicePort}`;

export const consoleFolder = ({ consoleFolder: folder }: EventServiceSettings): string =>
  path.resolve(ROOT, folder);
