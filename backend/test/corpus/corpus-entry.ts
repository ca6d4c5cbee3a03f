import type { ProblemCode } from '@signalbox/contracts';
import type { Sent } from '../support/exchange.ts';

/** A request, and what must come of it. `{id}` in its path stands for an event at version 1. */
export interface CorpusEntry {
  readonly name: string;
  readonly sent: Sent;
  readonly expected:
    | { readonly status: number }
    | {
        readonly problem: ProblemCode;
        /** What must be blamed, if anything must. */
        readonly pointer?: string;
        readonly parameter?: string;
        readonly header?: string;
      }
    /** One receipt that is rejected among others that are not. */
    | { readonly rejected: string | undefined; readonly others: number };
}
