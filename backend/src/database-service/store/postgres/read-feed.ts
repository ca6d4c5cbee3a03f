import type { FeedEnds } from '../changes-start.ts';
import { formatCursor } from '../cursor.ts';
import type { Row } from './columns.ts';

/** Where the feed is. */
export interface Feed extends FeedEnds {
  /** The sums by source tell of the entries up to this one. */
  readonly followedSeq: number;
  readonly lastReport?: { readonly at: string; readonly source: string };
}

/** For FROM: the one row of the feed, whatever the planner believes of it. */
export const FEED = `(SELECT feed.*, followed.seq AS followed_seq FROM feed, followed LIMIT 1) AS feed`;

export function readFeedRow(row: Row | undefined): Feed {
  const at = row?.['last_report_at'];
  return {
    ...readFeedEnds(row),
    followedSeq: Number(row?.['followed_seq']),
    ...(typeof at === 'string' && { lastReport: { at, source: String(row?.['last_report_source']) } }),
  };
}

export function readFeedEnds(row: Row | undefined): FeedEnds {
  const epoch = String(row?.['epoch']);
  const lastSeq = Number(row?.['last_seq']);
  return {
    epoch,
    lastSeq,
    droppedSeq: Number(row?.['dropped_seq']),
    cursor: formatCursor({ epoch, seq: lastSeq }),
  };
}
