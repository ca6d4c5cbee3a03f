import { RECEIPT_RESULTS, type Receipt, type ReceiptCounts } from '@signalbox/contracts';
import { ProblemError, type Blame } from '../service-kit/problem.ts';
import { readReport, type ReportDefaults } from './read-report.ts';
import type { ReportWrite, WriteResult } from './store/event-store.ts';
import type { WriteQueue } from './write-queue.ts';

/** One report as it was sent: a parsed value, or why there is none. */
export type Sent = { readonly value: unknown; readonly flaw?: undefined } | { readonly flaw: string };

/** Takes the reports of one request, slice by slice, and keeps count. */
export interface ReportDoor {
  /** A single report: one that is rejected is a problem, not a receipt. */
  takeOne(value: unknown, bytes: number): Promise<Receipt>;
  /** Gives the receipts of the slice, in order. A bad report never spoils its neighbours. */
  take(slice: readonly Sent[], bytes: number): Promise<readonly Receipt[]>;
  readonly counts: ReceiptCounts;
}

interface Log {
  error(details: object, message: string): void;
}

export function createReportDoor(
  queue: Pick<WriteQueue, 'add'>,
  defaults: ReportDefaults,
  log: Log,
): ReportDoor {
  const counts = Object.fromEntries(RECEIPT_RESULTS.map((result) => [result, 0])) as ReceiptCounts;
  let index = 0;

  function note(receipt: Receipt): Receipt {
    counts[receipt.result] += 1;
    return receipt;
  }

  function receiptOf(at: number, result: WriteResult): Receipt {
    if (result.kind === 'receipt') {
      const { kind: _kind, ...applied } = result;
      return { index: at, ...applied };
    }
    if (result.kind !== 'failed') throw new Error(`A report gave ${result.kind}`);
    if (result.error instanceof ProblemError) throw result.error;
    log.error({ err: result.error }, 'a report could not be applied');
    return { index: at, result: 'rejected', reason: 'something went wrong here with this report' };
  }

  return {
    counts,
    async takeOne(value, bytes) {
      const { report, blames } = readReport(value, '#', defaults);
      if (blames) throw new ProblemError('invalid', 'The report is wrong.', { errors: blames });
      const [result] = await queue.add([{ kind: 'report', report }], { bytes });
      if (result?.kind === 'failed') throw result.error;
      return note(receiptOf(0, result as WriteResult));
    },
    async take(slice, bytes) {
      const first = index;
      const reads = slice.map((sent, at) => readSent(sent, `#/${first + at}`, defaults));
      const writes = reads.flatMap(({ report }): ReportWrite[] =>
        report ? [{ kind: 'report', report }] : [],
      );
      const results = await queue.add(writes, { bytes, admitted: first > 0 });
      index += slice.length;
      let applied = 0;
      const given = reads.map(({ blames }, at) =>
        blames ? rejected(first + at, blames) : receiptOf(first + at, results[applied++] as WriteResult),
      );
      given.forEach(note);
      return given;
    },
  };
}

function readSent(sent: Sent, pointer: string, defaults: ReportDefaults) {
  if (sent.flaw !== undefined) return { report: undefined, blames: [{ pointer, detail: sent.flaw }] };
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
