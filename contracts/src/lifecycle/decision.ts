import type { EventRecord } from './event-record.ts';
import type { NewJournalEntry } from './new-journal-entry.ts';
import type { EventReport } from '../event-report.ts';
import type { Actor } from '../operational-event.ts';
import type { OperatorCommand } from '../operator-command.ts';
import type { ReceiptResult } from '../vocabulary.ts';

/** A report that was checked, with its defaults filled in. `time` is RFC 3339, UTC, milliseconds. `id` only where the source gave one. */
export type AcceptedReport = EventReport & Required<Pick<EventReport, 'source' | 'key' | 'time'>>;

export interface ReportInput {
  readonly kind: 'report';
  readonly report: AcceptedReport;
  /** Whether this (source, id) was applied before. */
  readonly known: boolean;
}

export interface CommandInput {
  readonly kind: 'command';
  /** Checked against its schema; `holdUntil` is RFC 3339, UTC, milliseconds. */
  readonly command: OperatorCommand;
  /** The version that the person saw, `*` for "as it is now", undefined when none was given. */
  readonly expectedVersion: number | '*' | undefined;
  /** Whether this command's id was done before on this event. */
  readonly known: boolean;
}

/** Time has passed. */
export interface TickInput {
  readonly kind: 'tick';
}

export type Input = ReportInput | CommandInput | TickInput;

export interface Context {
  /** Our clock: RFC 3339, UTC, milliseconds. */
  readonly now: string;
  /** A fresh UUIDv7. */
  readonly newId: () => string;
  readonly actor: Actor;
}

/** Why a command was not done, in the order in which refusals come. */
export type Refusal =
  | { readonly code: 'not-found' }
  | { readonly code: 'invalid'; readonly pointer: string; readonly detail: string }
  | { readonly code: 'version-required' }
  | { readonly code: 'stale'; readonly detail: string }
  | { readonly code: 'conflict'; readonly detail: string };

export type Outcome =
  | { readonly kind: 'receipt'; readonly result: Exclude<ReceiptResult, 'rejected'> }
  /** A command or tick was done. */
  | { readonly kind: 'done' }
  /** The command was done before. */
  | { readonly kind: 'known' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The record after it, and what to journal, in order. Entries may be there even when a command was refused: a hold had passed. */
export interface Decided {
  readonly record: EventRecord | undefined;
  readonly entries: readonly NewJournalEntry[];
  readonly outcome: Outcome;
}
