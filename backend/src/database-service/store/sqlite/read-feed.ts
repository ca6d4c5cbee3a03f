import type { DatabaseSync } from 'node:sqlite';
import { formatCursor } from '../cursor.ts';

/** Where the feed is. */
export interface Feed {
  readonly epoch: string;
  readonly lastSeq: number;
  /** The newest entry that was dropped: a cursor before it would miss something. */
  readonly droppedSeq: number;
  /** Up to here old entries are dropped, and old identities forgotten. */
  readonly tidiedSeq: number;
  readonly cursor: string;
  readonly lastReport?: { readonly at: string; readonly source: string };
}

export function prepareReadFeed(db: DatabaseSync) {
  const feed = db.prepare('SELECT * FROM feed');
  return (): Feed => {
    const row = feed.get() ?? {};
    const epoch = String(row['epoch']);
    const lastSeq = Number(row['last_seq']);
    const at = row['last_report_at'];
    return {
      epoch,
      lastSeq,
      droppedSeq: Number(row['dropped_seq']),
      tidiedSeq: Number(row['tidied_seq']),
      cursor: formatCursor({ epoch, seq: lastSeq }),
      ...(typeof at === 'string' && { lastReport: { at, source: String(row['last_report_source']) } }),
    };
  };
}
