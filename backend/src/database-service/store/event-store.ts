import type {
  Actor,
  EventFilter,
  JournalPage,
  OperationalEvent,
  OperatorCommand,
  Sort,
  Summary,
} from '@signalbox/contracts';
import type { AcceptedReport, Refusal } from '@signalbox/contracts/lifecycle';
import type { ReceiptResult } from '@signalbox/contracts/vocabulary';
import type { ChangesPage } from './changes-page.ts';
import type { EventPageText } from './list-page.ts';

/**
 * The only owner of the events. Whoever implements it passes `event-store.contract.ts`.
 *
 * Every promise may be refused with a ProblemError: `unavailable` when the database does not answer, `out-of-space`
 * when it cannot write; both pass by themselves when the cause does. Reads never see half of a batch.
 */
export interface EventStore {
  /**
   * Applies the writes in order, and answers when all of it is on disk: one result for each, in order. Each write is
   * applied whole or not at all; one that fails unexpectedly gives `failed`, and its neighbours are applied all the same.
   * Later writes see the earlier ones, also within one batch: the second of two equal reports is a duplicate.
   * Refused as a whole, nothing of it was applied, or (`unavailable`) nobody knows: sent again, it is known by its ids.
   * Calls may overlap: writes of one event are applied in the order of the calls. `decide` of the lifecycle alone says what an event becomes.
   */
  apply(writes: readonly Write[]): Promise<readonly WriteResult[]>;

  /** How many batches `apply` may be given at once because it applies them in the order of its calls; 1 when absent. */
  readonly batchesInOrder?: number;

  /** A page of events without attributes, unless asked for. A `page` that was not given for this filter and sort: `invalid-query`. */
  listEvents(request: ListRequest): Promise<EventPageText>;

  /** The event, whole; undefined when there is none. */
  readEvent(id: string): Promise<OperationalEvent | undefined>;

  /** The event's history, newest first; undefined when there is no such event. */
  readJournal(id: string, request: JournalRequest): Promise<JournalPage | undefined>;

  /** Counts and histogram. Exact when filtered by state, status, source and diverged alone. */
  summarize(request: SummaryRequest): Promise<Summary>;

  /**
   * What was journalled after a cursor, each entry exactly once and in commit order; the answer's cursor goes on from
   * there, also when nothing matched. It may hold fewer entries than were asked for, and so few that they fit into
   * `bytesMost`, but never none for that reason. A cursor that leads nowhere: `cursor-gone`, with the current one.
   */
  readChanges(request: ChangesRequest): Promise<ChangesPage>;

  /** Ids of events whose hold has passed by now, the longest passed first. */
  dueHolds(limit: number): Promise<readonly string[]>;

  /**
   * Forgets report identities, repeats and late entries journalled before this time; looks at no more than `limit`
   * entries at once. Answers whether more may be left. Cursors older than a dropped entry are gone.
   */
  forgetBefore(time: string, limit: number): Promise<boolean>;

  /**
   * Calls `wake` soon after somebody else committed to the same database. A hint that makes waiting readers faster: it may
   * come for nothing, and comes late rather than never. A store that nobody shares never calls it.
   */
  watch(wake: () => void): void;

  /** How many journal entries its index is behind; a store whose commits complete the index has none to tell. */
  readonly indexBehind?: () => number;

  /** Resolves when the store can read, and could write when it was last asked to. */
  check(): Promise<void>;

  close(): Promise<void>;
}

export interface ReportWrite {
  readonly kind: 'report';
  readonly report: AcceptedReport;
}
export interface CommandWrite {
  readonly kind: 'command';
  readonly eventId: string;
  readonly command: OperatorCommand;
  readonly expectedVersion: number | '*' | undefined;
  readonly actor: Actor;
}
/** Ends the event's hold, if it has passed. */
export interface TickWrite {
  readonly kind: 'tick';
  readonly eventId: string;
}
export type Write = ReportWrite | CommandWrite | TickWrite;

export interface AppliedReport {
  readonly kind: 'receipt';
  readonly result: Exclude<ReceiptResult, 'rejected'>;
  /** The event that it went to. */
  readonly id: string;
  /** The journal entry; absent for a duplicate, which is not journalled. */
  readonly seq?: number;
  readonly version: number;
}
export type WriteResult =
  | AppliedReport
  /** A command or tick was done, now or (a command with a known id) before; undefined for a tick without an event. */
  | { readonly kind: 'done'; readonly event: OperationalEvent | undefined }
  /** The command was not done; the event as it is now. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly event: OperationalEvent | undefined }
  | { readonly kind: 'failed'; readonly error: Error };

/** Time and chance, handed in so that tests can hold them still. */
export interface StoreContext {
  /** RFC 3339, UTC, milliseconds. */
  readonly now: () => string;
  /** A fresh UUIDv7. */
  readonly newId: () => string;
}

export interface ListRequest {
  readonly filter: EventFilter;
  readonly sort: Sort;
  readonly limit: number;
  readonly page?: string | undefined;
  readonly withAttributes: boolean;
}

export interface JournalRequest {
  readonly limit: number;
  readonly page?: string | undefined;
  /** Whether runs of repeats become one entry each. */
  readonly foldRepeats: boolean;
}

export interface SummaryRequest {
  readonly filter: EventFilter;
  readonly histogramFrom?: string | undefined;
  readonly histogramTo?: string | undefined;
  readonly buckets: number;
}

export interface ChangesRequest {
  readonly filter: EventFilter;
  /** A cursor, `0` for the oldest that is kept, undefined for now. */
  readonly after: string | undefined;
  readonly limit: number;
  /** What the entries may take as JSON; LIMITS.changesBytes by default. */
  readonly bytesMost?: number;
  readonly mode: 'all' | 'latest';
}
