import type { EventReport, ReportsAnswer } from '@signalbox/contracts';
import { ProblemAnswerError } from '../src/database-client/index.ts';
import type { History } from './history.ts';

/** What no answer of the service may be, whatever happens to it. */
export const UNFORESEEN_STATUS = 500;

/** Whether an answer says that nothing was done. What comes with 5xx may have been done all the same. */
export const isRefusal = (error: unknown): error is ProblemAnswerError =>
  error instanceof ProblemAnswerError && error.status < 500 && ![408, 429].includes(error.status);

export const isUnforeseen = (error: unknown): boolean =>
  error instanceof ProblemAnswerError && error.status === UNFORESEEN_STATUS;

/** Writes down what became of reports that were sent together. */
export function noteReceipts(
  history: History,
  writer: number,
  reports: readonly EventReport[],
  { receipts }: ReportsAnswer,
): void {
  for (const { index, result, id: event, seq } of receipts) {
    const id = reports[index]?.id ?? '';
    if (result === 'rejected' || event === undefined) history.fail(writer, [id]);
    else history.ok(writer, id, { result, event, ...(seq !== undefined && { seq }) });
  }
}
