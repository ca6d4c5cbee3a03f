import assert from 'node:assert/strict';
import { brokerIngestSettings } from '../../../src/broker-ingest/config.ts';
import { settings as databaseServiceSettings } from '../../../src/database-service/config.ts';
import { eventServiceSettings } from '../../../src/event-service/config.ts';
import { brokerSettings } from '../../../src/message-broker/create-broker.ts';
import {
  readEnvironment,
  refuseOpenDoors,
  type Settings,
  type SettingsSchema,
} from '../../../src/service-kit/environment.ts';

export const SERVICES = ['database-service', 'event-service', 'broker-ingest'] as const;
export const PARTS = [...SERVICES, 'event-simulator'] as const;
export type Part = (typeof PARTS)[number];

const SCHEMAS: Readonly<Record<Part, SettingsSchema>> = {
  'database-service': databaseServiceSettings,
  'event-service': eventServiceSettings,
  'broker-ingest': brokerIngestSettings,
  // It has options, and of the settings only those of a broker and where the database service is.
  'event-simulator': {
    ...brokerSettings,
    databaseServiceUrl: eventServiceSettings.databaseServiceUrl,
    databaseServicePort: eventServiceSettings.databaseServicePort,
  },
};
/** Besides our own: what Node and its libraries read. And the address is in each image, also of what does not listen. */
const OTHERS = ['NODE_ENV', 'SIGNALBOX_HOST'];

export const isPart = (name: string): name is Part => (PARTS as readonly string[]).includes(name);
export const isService = (name: string): boolean => (SERVICES as readonly string[]).includes(name);

/** That the part knows each variable, and takes what is given together. */
export function takes(part: Part, environment: Readonly<Record<string, string>>): void {
  const known = [...Object.values(SCHEMAS[part]).map(({ variable }) => variable), ...OTHERS];
  for (const variable of Object.keys(environment))
    assert.ok(known.includes(variable), `${part}: ${variable}`);
  const settings = readEnvironment(SCHEMAS[part], environment);
  if (isService(part)) refuseOpenDoors(settings as Settings<typeof databaseServiceSettings>);
}

/** The hosts that it answers to, besides those of this machine. */
export const hostsOf = (environment: Readonly<Record<string, string>>): string[] =>
  (environment['SIGNALBOX_ALLOWED_HOSTS'] ?? '').split(',');

/** Where it is told that others are: `['database-service', 8001]`. */
export const neighboursOf = (environment: Readonly<Record<string, string>>): [string, number][] =>
  ['SIGNALBOX_DATABASE_SERVICE_URL', 'SIGNALBOX_BROKER_INGEST_URL']
    .flatMap((variable) => environment[variable] ?? [])
    .map((url) => [new URL(url).hostname, Number(new URL(url).port)]);
