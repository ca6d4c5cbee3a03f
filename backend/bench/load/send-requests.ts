import { setTimeout as wait } from 'node:timers/promises';
import { RECEIPT_RESULTS, type ReceiptCounts } from '@signalbox/contracts';
import { type Latency, latencyOf } from '../statistics.ts';
import { Lane } from './lane.ts';
import type { ReportRequest } from './report-requests.ts';

export interface Sent {
  readonly milliseconds: number;
  readonly latency: Latency;
  /** What the service said became of the reports. */
  readonly counts: ReceiptCounts;
  /** Of the client, for the whole of it. */
  readonly cpuMicroseconds: number;
}

export interface SendOptions {
  readonly ports: readonly number[];
  /** At a time, to each port. */
  readonly connections: number;
  /** Sends one request each so many milliseconds, instead of as fast as the answers come. */
  readonly everyMs?: number;
}

/** Sends every request once, and adds up what the answers say. */
export async function sendRequests(
  requests: readonly ReportRequest[],
  { ports, connections, everyMs }: SendOptions,
): Promise<Sent> {
  const lanes = ports.flatMap((port) => Array.from({ length: connections }, () => new Lane(port)));
  const counts = Object.fromEntries(RECEIPT_RESULTS.map((result) => [result, 0])) as ReceiptCounts;
  const took: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  let next = 0;
  const work = async (lane: Lane) => {
    for (let at = next++; at < requests.length; at = next++) {
      if (everyMs !== undefined) await wait(Math.max(0, start + at * everyMs - performance.now()));
      const sent = performance.now();
      const { status, body } = await lane.exchange(requests[at]?.pieces ?? []);
      took.push(performance.now() - sent);
      if (status !== 200)
        throw new Error(`An answer with status ${status}: ${body.toString('utf8', 0, 500)}`);
      add(counts, body);
    }
  };
  try {
    await Promise.all(lanes.map(work));
  } finally {
    for (const lane of lanes) lane.close();
  }
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { milliseconds, latency: latencyOf(took), counts, cpuMicroseconds: user + system };
}

const COUNTS = /"counts":(\{[^}]*\})/;
const COUNTS_BYTES = 200;

/** The counts stand at the end of the answer: the receipts before them need not be parsed. */
function add(counts: ReceiptCounts, body: Buffer): void {
  const end = body.toString('latin1', Math.max(0, body.length - COUNTS_BYTES));
  const [, text] = COUNTS.exec(end) ?? COUNTS.exec(body.toString('latin1')) ?? [];
  if (text === undefined) throw new Error(`An answer without counts: ${end}`);
  const given = JSON.parse(text) as ReceiptCounts;
  for (const result of RECEIPT_RESULTS) counts[result] += given[result];
}
