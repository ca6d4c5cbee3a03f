import path from 'node:path';
import {
  ConfigurationError,
  listeningSettings,
  portSetting,
  textSetting,
  wholeNumberSetting,
} from '../service-kit/environment.ts';

export const settings = {
  databaseUrl: textSetting('DATABASE_URL', {
    description: "Where the events are kept. A relative path starts at the repository's root.",
    byDefault: 'sqlite:./data/events.db',
  }),
  port: portSetting('DATABASE_SERVICE_PORT', { description: 'Port to listen on.', byDefault: '8001' }),
  deduplicationDays: wholeNumberSetting(
    'DEDUPLICATION_DAYS',
    {
      description: 'How long the identities of reports, and the repeats in a history, are kept.',
      byDefault: '7',
    },
    [1, 3_650],
  ),
  ...listeningSettings,
} as const;

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SQLITE = 'sqlite:';

/** The database file that the address names. */
export function databaseFile(databaseUrl: string): string {
  const file = databaseUrl.slice(SQLITE.length);
  if (databaseUrl.startsWith(SQLITE) && file !== '') return path.resolve(ROOT, file);
  throw new ConfigurationError(
    `SIGNALBOX_DATABASE_URL must be sqlite: and a path, such as sqlite:./data/events.db, not "${databaseUrl}".`,
  );
}
