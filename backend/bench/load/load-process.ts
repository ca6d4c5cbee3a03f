/** The sender of reports, in a process of its own. */
import { answerQuestions } from '../helper-process.ts';
import { type Ids, makeReports } from './make-reports.ts';
import { type ReportRequest, reportRequests, type Shape } from './report-requests.ts';
import { type SendOptions, sendRequests } from './send-requests.ts';

export type LoadQuestion =
  | { readonly ask: 'prepare'; readonly reports: number; readonly shape: Shape; readonly ids: Ids }
  /** Sends what was prepared; what became of it is a `Sent`. */
  | ({ readonly ask: 'send' } & SendOptions);

let prepared: ReportRequest[] = [];

answerQuestions<LoadQuestion>(async (question) => {
  if (question.ask === 'send') return sendRequests(prepared, question);
  prepared = reportRequests(makeReports(question.reports, question.ids), question.shape);
  globalThis.gc?.();
  return undefined;
});
