import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { ReceiptResult } from '@signalbox/contracts/vocabulary';
import { noCounts } from './report-door.ts';
import type { Load } from './write-queue.ts';

export interface ServiceMetrics {
  /** For each report: it only counts. */
  reported(result: ReceiptResult): void;
  committed(writes: number, seconds: number): void;
}

export interface Measured {
  readonly waiting: () => Load;
  readonly lastSeq: () => Promise<number>;
  /** Only of a store whose index follows behind the commits. */
  readonly indexBehind: (() => number) | undefined;
}

/** What a person would want to see on a graph when writing gets slow. */
export function serviceMetrics(
  registry: Registry,
  { waiting, lastSeq, indexBehind }: Measured,
): ServiceMetrics {
  const registers = [registry];
  const counts = noCounts();
  new Counter({
    name: 'signalbox_reports_total',
    help: 'Reports taken, by result.',
    labelNames: ['result'],
    registers,
    collect() {
      this.reset();
      for (const [result, count] of Object.entries(counts)) if (count > 0) this.inc({ result }, count);
    },
  });
  const duration = new Histogram({
    name: 'signalbox_commit_duration_seconds',
    help: 'How long transactions took, with the wait for the disk.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const size = new Histogram({
    name: 'signalbox_commit_writes',
    help: 'How many writes shared a transaction.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000],
    registers,
  });
  gauge('signalbox_queue_writes', 'Writes that wait.', registers, () => waiting().items);
  gauge('signalbox_queue_bytes', 'Bytes that waiting writes hold.', registers, () => waiting().bytes);
  gauge('signalbox_feed_last_seq', 'Number of the newest journal entry.', registers, lastSeq);
  if (indexBehind) {
    const help = 'Journal entries that the index of sources, types, times and words has not read yet.';
    gauge('signalbox_index_behind_entries', help, registers, indexBehind);
  }
  return {
    reported(result) {
      counts[result] += 1;
    },
    committed(writes, seconds) {
      duration.observe(seconds);
      size.observe(writes);
    },
  };
}

function gauge(
  name: string,
  help: string,
  registers: Registry[],
  read: () => number | Promise<number>,
): void {
  new Gauge({
    name,
    help,
    registers,
    async collect() {
      this.set(await read());
    },
  });
}
