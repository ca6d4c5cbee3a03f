import { readOptions as readSimulatorOptions } from '../../backend/src/event-simulator/options.ts';
import { Sentence } from '../bootstrap/sentence.mjs';
import type { StartOptions } from './options.ts';
import type { PartPlan } from './running-part.ts';

const listening = /listening on (https?:\/\/[^\s,]+)/;

type Port = string | undefined;

/** `number` tells replicas apart. */
const named = (name: string, number: number | undefined) =>
  number === undefined ? name : `${name} ${number}`;

export const databaseService = (databaseUrl: string, port: Port, number?: number): PartPlan => ({
  name: named('database service', number),
  command: ['backend/src/database-service/main.ts'],
  env: {
    SIGNALBOX_DATABASE_URL: databaseUrl,
    ...(port !== undefined && { SIGNALBOX_DATABASE_SERVICE_PORT: port }),
  },
  readyLine: listening,
});

export interface EventServiceNeighbours {
  readonly databaseUrl: string;
  readonly brokerIngestUrl?: string | undefined;
}

export const eventService = (
  { databaseUrl, brokerIngestUrl }: EventServiceNeighbours,
  port: Port,
  number?: number,
): PartPlan => ({
  name: named('event service', number),
  command: ['backend/src/event-service/main.ts'],
  env: {
    SIGNALBOX_DATABASE_SERVICE_URL: databaseUrl,
    ...(brokerIngestUrl !== undefined && { SIGNALBOX_BROKER_INGEST_URL: brokerIngestUrl }),
    ...(port !== undefined && { SIGNALBOX_EVENT_SERVICE_PORT: port }),
  },
  readyLine: listening,
});

/** It starts also where the broker is away, and looks for it. */
export const brokerIngest = (brokerUrl: string, databaseUrl: string, port: Port): PartPlan => ({
  name: 'broker ingest',
  command: ['backend/src/broker-ingest/main.ts'],
  env: {
    SIGNALBOX_BROKER_URL: brokerUrl,
    SIGNALBOX_DATABASE_SERVICE_URL: databaseUrl,
    ...(port !== undefined && { SIGNALBOX_BROKER_INGEST_PORT: port }),
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
