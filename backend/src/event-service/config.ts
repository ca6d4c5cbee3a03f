import path from 'node:path';
import { databaseServiceSettings } from '../database-client/index.ts';
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
  ...databaseServiceSettings,
  brokerIngestUrl: optional(
    httpUrlSetting('BROKER_INGEST_URL', {
      description: 'Where the broker ingest is, whose dead letters the console shows; there need be none.',
    }),
  ),
  consoleFolder: textSetting('CONSOLE_FOLDER', {
    description: 'Folder of the built console.',
    byDefault: 'frontend/dist/browser',
  }),
  ...listeningSettings,
} as const;

export type EventServiceSettings = Settings<typeof eventServiceSettings>;

export const consoleFolder = ({ consoleFolder: folder }: EventServiceSettings): string =>
  path.resolve(ROOT, folder);
