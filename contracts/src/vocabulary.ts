/** The closed sets of words and the limits that every part of Signalbox shares. Free of dependencies. */

/** What a source last said, from best to worst. */
export const STATUSES = ['ok', 'warning', 'error'] as const;
export type Status = (typeof STATUSES)[number];

/** What people decided. */
export const STATES = ['open', 'acknowledged', 'completed'] as const;
export type State = (typeof STATES)[number];

/** The rules by which a person's completion holds against the source. */
export const HOLDS = [
  'until-recovered',
  'until-worse',
  'until-next-report',
  'until-time',
  'forever',
] as const;
export type Hold = (typeof HOLDS)[number];
export const DEFAULT_HOLD: Hold = 'until-recovered';

export const ACTOR_KINDS = ['source', 'person', 'system'] as const;

export const COMMANDS = ['acknowledge', 'complete', 'reopen', 'assign', 'comment', 'undo'] as const;
export type CommandName = (typeof COMMANDS)[number];

export const RECEIPT_RESULTS = ['created', 'updated', 'repeated', 'late', 'duplicate', 'rejected'] as const;
export type ReceiptResult = (typeof RECEIPT_RESULTS)[number];

export const JOURNAL_ACTIONS = [
  'reported',
  'repeated',
  'late',
  'recovered',
  'worsened',
  'overridden',
  'reopened',
  'held',
  'acknowledged',
  'completed',
  'assigned',
  'commented',
  'undone',
] as const;
export type JournalAction = (typeof JOURNAL_ACTIONS)[number];

/** Why an event changed hands: `<what held>.<what ended it>`. Stable codes; the words are the console's. */
export const RULES = [
  'until-recovered.failed-again',
  'until-recovered.worse',
  'until-worse.worse',
  'until-next-report.same',
  'until-next-report.failed-again',
  'until-next-report.worse',
  'until-time.passed',
  'until-time.recovered',
  'acknowledged.worse',
  'recovered.failed-again',
  'person.reopened',
] as const;
export type Rule = (typeof RULES)[number];

export const SORTS = ['-changedAt', 'changedAt', '-firstReportedAt', 'firstReportedAt', '-status'] as const;
export type Sort = (typeof SORTS)[number];
export const DEFAULT_SORT: Sort = '-changedAt';

/** Lengths count Unicode code points; bytes count UTF-8 after decompression. */
export const LIMITS = {
  sourceLength: 255,
  keyLength: 255,
  idLength: 255,
  typeLength: 255,
  assigneeLength: 255,
  actorNameLength: 255,
  messageLength: 4_096,
  noteLength: 4_096,
  searchLength: 1_024,
  attributesBytes: 16 * 1_024,
  attributesDepth: 32,
  jsonBodyBytes: 32 * 1_024 * 1_024,
  reportsPerBody: 10_000,
  ndjsonLineBytes: 64 * 1_024,
  commandBytes: 64 * 1_024,
  /** A message of a broker: NATS itself takes no more by default. */
  messageBytes: 1_024 * 1_024,
  /** A mended one as JSON text: each of its characters may be escaped. */
  replayBytes: 6 * 1_024 * 1_024,
  deadLettersDefault: 50,
  deadLettersMost: 500,
  pageDefault: 50,
  pageMost: 500,
  journalPageDefault: 50,
  journalPageMost: 500,
  changesDefault: 500,
  changesMost: 5_000,
  /** What the entries of an answer may take as JSON; the cursor goes on from the last of them. */
  changesBytes: 4 * 1_024 * 1_024,
  /** Above this many changed events a screen reads its page anew instead. */
  latestChangesMost: 500,
  waitSecondsMost: 30,
  histogramBucketsDefault: 60,
  histogramBucketsMost: 240,
  filterValuesMost: 50,
  /** Index entries that one page may read before it answers short, with `searchedTo`: 3 ms of a core on either engine. */
  entriesReadPerPage: 12_000,
  /** A report's time may be this far ahead of our clock before it counts as skewed. */
  skewMilliseconds: 5 * 60 * 1_000,
} as const;
