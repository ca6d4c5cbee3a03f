import type { ReceiptResult } from '@signalbox/contracts/vocabulary';

/**
 * One line of the history. A writer invokes, and each of the identities that it asked for ends as `ok` (acknowledged),
 * `fail` (refused: it must not be there) or `unknown` (no answer, or one that does not tell: it may be there).
 */
export interface Line {
  readonly step: 'invoke' | 'ok' | 'fail' | 'unknown';
  readonly writer: number;
  /** The identity of a report or of a command. The same one may be sent again, by anybody. */
  readonly id: string;
  /** With `ok`. */
  readonly answer?: Answer;
}

export interface Answer {
  /** What the receipt said; `done` for a command. */
  readonly result: Exclude<ReceiptResult, 'rejected'> | 'done';
  readonly event: string;
  /** The entry that the receipt names. */
  readonly seq?: number;
}

/** What is compared of an entry of the feed. */
export interface FeedEntry {
  readonly seq: number;
  readonly event: string;
  readonly version: number;
  /** The report or command that it tells of, where it carried an identity. */
  readonly id?: string;
}

/** What one reader was given, in the order in which it came, over all its connections. */
export interface ReaderRecord {
  readonly name: string;
  readonly entries: readonly FeedEntry[];
}

export interface Evidence {
  readonly history: readonly Line[];
  /** The whole journal, read when everything was quiet, in its own order. */
  readonly journal: readonly FeedEntry[];
  /** Who followed the feed from its beginning while it was written. */
  readonly readers: readonly ReaderRecord[];
}
