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
    description:
      "Where the events are kept: sqlite:PATH, or postgres://USER:PASSWORD@HOST:PORT/DATABASE. A relative path starts at the repository's root.",
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
const POSTGRES = /^postgres(ql)?:\/\//;

export type DatabaseAddress =
  | { readonly engine: 'sqlite'; readonly file: string }
  | { readonly engine: 'postgres'; readonly url: string };

/** The database that the address names. */
export function databaseAddress(databaseUrl: string): DatabaseAddress {
  if (POSTGRES.test(databaseUrl)) return { engine: 'postgres', url: postgresUrl(databaseUrl) };
  return { engine: 'sqlite', file: databaseFile(databaseUrl) };
}

/** The database file that the address names. */
export function databaseFile(databaseUrl: string): string {
  const file = databaseUrl.slice(SQLITE.length);
  if (databaseUrl.startsWith(SQLITE) && file !== '') return path.resolve(ROOT, file);
  throw new ConfigurationError(
    `SIGNALBOX_DATABASE_URL must be sqlite: and a path, such as sqlite:./data/events.db, or postgres:// and a database, such as postgres://signalbox@127.0.0.1:5432/signalbox, not "${withoutPassword(databaseUrl)}".`,
  );
}

function postgresUrl(databaseUrl: string): string {
  const { pathname } = URL.canParse(databaseUrl) ? new URL(databaseUrl) : { pathname: '' };
  if (/^\/[^/]+$/.test(pathname)) return databaseUrl;
  throw new ConfigurationError(
    `SIGNALBOX_DATABASE_URL must name a host and a database, such as postgres://signalbox@127.0.0.1:5432/signalbox, and percent-encode what is special in a password, not "${withoutPassword(databaseUrl)}".`,
  );
}

/** What may be printed: nothing between `//` and the last `@`, whatever was meant by it, and no parameter. */
const withoutPassword = (url: string): string => url.replace(/\/\/.*@/s, '//…@').replace(/\?.*/s, '?…');
