import { LIMITS, type Receipt, type ReceiptCounts } from '@signalbox/contracts';
import type { ReceiptResult } from '@signalbox/contracts/vocabulary';
import { ProblemError, type Blame } from '../service-kit/problem.ts';
import { readReport, type ReportDefaults, type ReportRead } from './read-report.ts';
import type { ReportWrite, WriteResult } from './store/event-store.ts';
import type { WriteQueue } from './write-queue.ts';

/** The source of a report that names none: without sign-in there is nobody whose name it could carry. */
export const NOBODY_NAMED = 'local';

/** One report as it was sent: a parsed value, or why there is none. */
export type Sent = { readonly value: unknown; readonly flaw?: undefined } | { readonly flaw: string };

/** Takes the reports of one request, slice by slice, and keeps count. */
export interface ReportDoor {
  /** A single report: one that is rejected is a problem, not a receipt. */
  takeOne(value: unknown, bytes: number): Promise<Receipt>;
  /**
   * Gives the receipts of the slice, in order, once it is on disk. A bad report never spoils its neighbours. The next
   * slice may be given before: slices are written in the order in which they are given.
   */
  take(slice: readonly Sent[], bytes: number): Promise<readonly Receipt[]>;
  readonly counts: ReceiptCounts;
}

export interface ReportDoorOptions {
  readonly queue: Pick<WriteQueue, 'add'>;
  readonly defaults: ReportDefaults;
  readonly log: { error(details: object, message: string): void };
  /** Told of each result. */
  readonly counted?: (result: ReceiptResult) => void;
}

export const createReportDoor = (options: ReportDoorOptions): ReportDoor => new QueueDoor(options);

class QueueDoor implements ReportDoor {
  readonly counts: ReceiptCounts = noCounts();
  private readonly options: ReportDoorOptions;
  /** Of the first report of the next slice. */
  private index = 0;

  constructor(options: ReportDoorOptions) {
    this.options = options;
  }

  async takeOne(value: unknown, bytes: number): Promise<Receipt> {
    const { report, blames } = readReport(value, '#', this.options.defaults);
    if (blames) throw new ProblemError('invalid', 'The report is wrong.', { errors: blames });
    const [result] = await this.options.queue.add([{ kind: 'report', report }], { bytes });
    if (result?.kind === 'failed') throw result.error;
    return this.count(this.receiptOf(0, result as WriteResult));
  }

  async take(slice: readonly Sent[], bytes: number): Promise<readonly Receipt[]> {
    const first = this.index;
    this.index += slice.length;
    const writes: ReportWrite[] = [];
    // Of each report its receipt if it is rejected already, and otherwise undefined until it is written.
    const receipts = slice.map((sent, at) => {
      const { report, blames } = readSent(sent, first + at, this.options.defaults);
      if (blames) return rejected(first + at, blames);
      writes.push({ kind: 'report', report });
      return undefined;
    });
    const results = await this.options.queue.add(writes, { bytes, whenFull: first > 0 ? 'wait' : 'refuse' });
    let applied = 0;
    return receipts.map((receipt, at) =>
      this.count(receipt ?? this.receiptOf(first + at, results[applied++] as WriteResult)),
    );
  }

  private count(receipt: Receipt): Receipt {
    this.counts[receipt.result] += 1;
    this.options.counted?.(receipt.result);
    return receipt;
  }

  private receiptOf(index: number, result: WriteResult): Receipt {
    if (result.kind === 'receipt') {
      const { result: what, id, seq, version } = result;
      return seq === undefined
        ? { index, result: what, id, version }
        : { index, result: what, id, seq, version };
    }
    if (result.kind !== 'failed') throw new Error(`A report gave ${result.kind}`);
    if (result.error instanceof ProblemError) throw result.error;
    this.options.log.error({ err: result.error }, 'a report could not be applied');
    return { index, result: 'rejected', reason: 'something went wrong here with this report' };
  }
}

/** Arrays are read whole, so they have a bound. */
export function refuseTooMany({ length }: readonly unknown[]): void {
  if (length <= LIMITS.reportsPerBody) return;
  const detail = `must hold at most ${LIMITS.reportsPerBody} reports, and holds ${length}`;
  throw new ProblemError('too-large', `The body ${detail}.`, { errors: [{ pointer: '#', detail }] });
}

export const noCounts = (): ReceiptCounts => ({
  created: 0,
  updated: 0,
  repeated: 0,
  late: 0,
  duplicate: 0,
  rejected: 0,
});

function readSent(sent: Sent, index: number, defaults: ReportDefaults): ReportRead {
  const pointer = `#/${index}`;
  if (sent.flaw !== undefined) return { blames: [{ pointer, detail: sent.flaw }] };
  return readReport(sent.value, pointer, defaults);
}

function rejected(index: number, [blame]: readonly Blame[]): Receipt {
  return {
    index,
    result: 'rejected',
    ...(blame && { reason: blame.detail }),
    ...(blame?.pointer !== undefined && { pointer: blame.pointer }),
  };
}
