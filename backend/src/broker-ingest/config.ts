import { databaseServiceSettings } from '../database-client/index.ts';
import { brokerSettings, brokerUrlSetting } from '../message-broker/create-broker.ts';
import { listeningSettings, portSetting, wholeNumberSetting } from '../service-kit/environment.ts';

export const brokerIngestSettings = {
  brokerUrl: brokerUrlSetting,
  port: portSetting('BROKER_INGEST_PORT', {
    description: 'Port to listen on, for its health, its metrics and the dead letters.',
    byDefault: '8002',
  }),
  ...databaseServiceSettings,
  prefetch: wholeNumberSetting(
    'BROKER_PREFETCH',
    {
      description: 'Messages that may be with us at once; however many, they are 32 MiB at most.',
      byDefault: '4000', // what two requests carry: one is written while the other comes
    },
    [1, 65_535],
  ),
  ...brokerSettings,
  ...listeningSettings,
} as const;

const TOPOLOGY = brokerSettings.topology.variable;
export const shorthands = {
  '--declare': { variable: TOPOLOGY, value: 'declare' },
  '--check': { variable: TOPOLOGY, value: 'check' },
} as const;
