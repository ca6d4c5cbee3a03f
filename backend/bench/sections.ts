import type { BenchWorld } from './bench-world.ts';
import { measureBrokers } from './brokers/measure-brokers.ts';
import { measureFanOut } from './fan-out/measure-fan-out.ts';
import { measureFeed } from './feed/measure-feed.ts';
import { measureIngest } from './ingest/measure-ingest.ts';
import { measureQuery } from './query/measure-query.ts';
import type { Row, Section } from './results.ts';

const SECTIONS: Readonly<Record<Section, (world: BenchWorld) => Promise<Row[]>>> = {
  ingest: measureIngest,
  query: measureQuery,
  feed: measureFeed,
  'fan-out': measureFanOut,
  brokers: measureBrokers,
};

export const runSection = (section: Section, world: BenchWorld): Promise<Row[]> => SECTIONS[section](world);
