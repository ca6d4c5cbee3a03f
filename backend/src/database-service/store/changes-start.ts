import { ProblemError } from '../../service-kit/problem.ts';
import { parseCursor, type Cursor } from './cursor.ts';

/** Where the feed is, and the newest entry that was dropped of it. */
export interface FeedEnds {
  readonly epoch: string;
  readonly lastSeq: number;
  readonly droppedSeq: number;
  readonly cursor: string;
}

/** Asks for the feed from its oldest entry that is kept. */
export const OLDEST = '0';

/** The entry after which a page of the feed begins. A cursor that leads nowhere is refused, with the current one. */
export function changesStart(after: string, feed: FeedEnds): number {
  if (after === OLDEST) return 0;
  const cursor = parseCursor(after);
  if (cursor === undefined) {
    const detail = 'must be a cursor, or 0';
    throw new ProblemError('invalid-query', `after ${detail}.`, { errors: [{ parameter: 'after', detail }] });
  }
  const why = whyGone(cursor, feed);
  if (why === undefined) return cursor.seq;
  throw new ProblemError('cursor-gone', `The cursor ${why}. Read anew, and go on from the current one.`, {
    errors: [{ parameter: 'after', detail: why }],
    members: { cursor: feed.cursor },
  });
}

function whyGone({ epoch, seq }: Cursor, feed: FeedEnds): string | undefined {
  if (epoch !== feed.epoch) return 'belongs to another life of this database';
  if (seq > feed.lastSeq) return 'lies in the future';
  if (seq < feed.droppedSeq) return 'is older than what is kept';
  return undefined;
}
