import { ConfigurationError } from '../service-kit/environment.ts';
import { databaseAddress, settings } from './config.ts';

/** What the functions of the database service can be told: they listen nowhere. */
export const databaseFunctionSettings = {
  databaseUrl: settings.databaseUrl,
  deduplicationDays: settings.deduplicationDays,
  allowedHosts: settings.allowedHosts,
  logLevel: settings.logLevel,
} as const;

/** A function has no disk of its own that would outlive it, so its events are in PostgreSQL. */
export function postgresAddress(databaseUrl: string): string {
  const address = databaseAddress(databaseUrl);
  if (address.engine === 'postgres') return address.url;
  throw new ConfigurationError(
    'On Lambda the events are kept in PostgreSQL: SIGNALBOX_DATABASE_URL must be postgres:// and a database, such as postgres://signalbox:PASSWORD@db.internal/signalbox.',
  );
}
