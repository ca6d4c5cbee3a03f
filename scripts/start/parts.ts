import { readOptions as readSimulatorOptions } from '../../backend/src/event-simulator/options.ts';
import { Sentence } from '../bootstrap/sentence.mjs';
import { databaseFile } from './data-folder.ts';
import type { StartOptions } from './options.ts';
import type { PartPlan } from './running-part.ts';

const listening = /listening on (https?:\/\/[^\s,]+)/;

export const databaseService = ({ data, databasePort }: StartOptions): PartPlan => ({
  name: 'database service',
  command: ['backend/src/database-service/main.ts'],
  env: {
    ...(data !== undefined && { SIGNALBOX_DATABASE_URL: `sqlite:${databaseFile(data)}` }),
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

const simulatorArguments = ({ scenario, rate, seed }: StartOptions) => [
  ...['--scenario', scenario],
  ...(rate === undefined ? [] : ['--rate', rate]),
  ...(seed === undefined ? [] : ['--seed', seed]),
];

/** Its first line says what it plays: "Simulating steady, 2 reports a second, seed 7, run …". */
export const eventSimulator = (options: StartOptions, url: string): PartPlan => ({
  name: 'event simulator',
  command: ['backend/src/event-simulator/main.ts', ...simulatorArguments(options), '--url', url],
  mayFinish: true,
  readyLine: /(?<=^Simulating )(.+?)(?=, run )/,
});

/** Says what is wrong with the simulator's options before anything is started. */
export function checkSimulatorOptions(options: StartOptions) {
  try {
    readSimulatorOptions(simulatorArguments(options), {});
  } catch (error) {
    throw new Sentence((error as Error).message);
  }
}
