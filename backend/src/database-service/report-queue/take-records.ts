import type { Receipt } from '@signalbox/contracts';
import type { FunctionLog } from '../../service-kit/lambda/function-log.ts';
import type { ReportDoor } from '../report-door.ts';
import { WRITES_PER_COMMIT } from '../write-queue.ts';
import { readRecord, type QueueRecord, type RecordReport } from './read-records.ts';

/** What Lambda makes of a batch: what is named here comes again, and all the rest is deleted from the queue. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Takes the reports of all records together, in commits of many. A record fails when it cannot be read, when one of its
 * reports is rejected, or when it could not be written: the queue gives it again, and at last to its dead-letter queue. What
 * of it was written already is a duplicate then.
 */
export async function takeRecords(
  records: readonly QueueRecord[],
  door: Pick<ReportDoor, 'take'>,
  log: Pick<FunctionLog, 'warn'>,
): Promise<BatchAnswer> {
  const failed = new Failures(log);
  const reports: RecordReport[] = [];
  for (const record of records) {
    const read = readRecord(record);
    if (read.reports) reports.push(...read.reports);
    else failed.add(record, read.flaw);
  }
  let refusal: string | undefined;
  for (let from = 0; from < reports.length; from += WRITES_PER_COMMIT) {
    const slice = reports.slice(from, from + WRITES_PER_COMMIT);
    refusal ??= await takeSlice(slice, door, failed);
    // What comes behind is not tried any more: the database is away, and time is short.
    if (refusal !== undefined) for (const { record } of slice) failed.add(record, refusal);
  }
  return failed.answer;
}

/** Gives why nothing of the slice is known to be written; undefined when it is. */
async function takeSlice(
  slice: readonly RecordReport[],
  door: Pick<ReportDoor, 'take'>,
  failed: Failures,
): Promise<string | undefined> {
  let receipts: readonly Receipt[];
  try {
    receipts = await door.take(slice, 0); // nobody else waits, whom it could keep waiting
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  for (const [at, { result, reason = '', pointer }] of receipts.entries()) {
    const report = slice[at];
    if (result === 'rejected' && report) failed.add(report.record, reason, placeIn(report, pointer));
  }
  return undefined;
}

/** The door counts the reports of all records; whoever reads the log has one message before them. */
const placeIn = ({ pointer }: RecordReport, inDoor = ''): string => pointer + inDoor.replace(/^#\/\d+/, '');

class Failures {
  private readonly ids = new Set<string>();
  private readonly log: Pick<FunctionLog, 'warn'>;

  constructor(log: Pick<FunctionLog, 'warn'>) {
    this.log = log;
  }

  get answer(): BatchAnswer {
    return { batchItemFailures: [...this.ids].map((itemIdentifier) => ({ itemIdentifier })) };
  }

  /** One line for each record, with the first reason: never what it says. */
  add({ messageId, attributes }: QueueRecord, reason: string, pointer?: string): void {
    if (this.ids.has(messageId)) return;
    this.ids.add(messageId);
    const received = attributes?.ApproximateReceiveCount;
    this.log.warn({ messageId, received, reason, pointer }, 'a message of the queue was not taken');
  }
}
