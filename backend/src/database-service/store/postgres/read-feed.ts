import { formatCursor } from '../cursor.ts';
import type { Row } from './columns.ts';

/** Where the feed is. */
export interface Feed {
  readonly epoch: string;
  readonly lastSeq: number;
  /** The newest entry that was dropped: a cursor before it would miss something. */
  readonly droppedSeq: number;
  /** The sums by source tell of the entries up to this one. */
  readonly followedSeq: number;
  readonly cursor: string;
  readonly lastReport?: { readonly at: string; readonly source: string };
}

/** For FROM: the one row of the feed, whatever the planner believes of it. */
export const FEED = `(SELECT feed.*, followed.seq AS followed_seq FROM feed, followed LIMIT 1) AS feed`;

export function readFeedRow(row: Row | undefined): Feed {
  const epoch = String(row?.['epoch']);
  const lastSeq = Number(row?.['last_seq']);
  const at = row?.['last_report_at'];
  return {
    epoch,
    lastSeq,
    droppedSeq: Number(row?.['dropped_seq']),
    followedSeq: Number(row?.['followed_seq']),
    cursor: formatCursor({ epoch, seq: lastSeq }),
    ...(typeof at === 'string' && { lastReport: { at, source: String(row?.['last_report_source']) } }),
  };
}
