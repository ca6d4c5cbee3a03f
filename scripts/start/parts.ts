import type { StartOptions } from './options.ts';
import type { PartPlan } from './running-part.ts';

const listening = /listening on (\S+)/;

export const databaseService = ({ data, databasePort }: StartOptions): PartPlan => ({
  name: 'database service',
  command: ['backend/src/database-service/main.ts'],
  env: {
    ...(data !== undefined && { SIGNALBOX_DATABASE_URL: `sqlite:${data}/events.db` }),
    ...(databasePort !== undefined && { SIGNALBOX_DATABASE_SERVICE_PORT: databasePort }),
  },
  readyLine: listening,
});

export const eventService = ({ port }: StartOptions, databaseServiceUrl: string): PartPlan => ({
  name: 'event service',
  command: ['backend/src/event-service/main.ts'],
  env: {
    SIGNALBOX_DATABASE_SERVICE_URL: databaseServiceUrl,
    ...(port !== undefined && { SIGNALBOX_EVENT_SERVICE_PORT: port }),
  },
  readyLine: listening,
});

export const eventSimulator = ({ scenario, rate, seed }: StartOptions, url: string): PartPlan => ({
  name: 'event simulator',
  command: [
    'backend/src/event-simulator/main.ts',
    ...['--scenario', scenario, '--rate', rate, '--url', url],
    ...(seed === undefined ? [] : ['--seed', seed]),
  ],
  readyLine: /./,
});
