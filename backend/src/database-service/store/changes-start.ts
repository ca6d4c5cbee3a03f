import { ProblemError } from '../../service-kit/problem.ts';
import { formatCursor, parseCursor, type Cursor } from './cursor.ts';

/** Where the feed is, and the newest entry that was dropped of it. */
export interface FeedEnds {
  readonly epoch: string;
  readonly lastSeq: number;
  readonly droppedSeq: number;
  readonly cursor: string;
}

/** Asks for the feed from its oldest entry that is kept; the cursors of the answers go on as it began. */
export const OLDEST = '0';

/** The entry after which a page of the feed begins. A cursor that leads nowhere is refused, with the current one. */
export function changesStart(after: string, feed: FeedEnds): Cursor {
  if (after === OLDEST) return { epoch: feed.epoch, seq: 0, ofKept: true };
  const cursor = parseCursor(after);
  if (cursor === undefined) {
    const detail = 'must be a cursor, or 0';
    throw new ProblemError('invalid-query', `after ${detail}.`, { errors: [{ parameter: 'after', detail }] });
  }
  const why = whyGone(cursor, feed);
  if (why === undefined) return cursor;
  throw new ProblemError('cursor-gone', `The cursor ${why}. Read anew, and go on from the current one.`, {
    errors: [{ parameter: 'after', detail: why }],
    members: { cursor: feed.cursor },
  });
}

/** The cursor of a page that began there, and tells of the feed up to this entry. */
export const cursorAt = (seq: number, { ofKept }: Cursor, { epoch, droppedSeq }: FeedEnds): string =>
  formatCursor({ epoch, seq, ofKept: ofKept === true && seq < droppedSeq });

/** Whether an entry after this one was dropped that the page would have to tell of. */
export const missesDropped = (
  { seq, ofKept }: Cursor,
  { droppedSeq }: Pick<FeedEnds, 'droppedSeq'>,
): boolean => !ofKept && seq < droppedSeq;

function whyGone(cursor: Cursor, feed: FeedEnds): string | undefined {
  const { epoch, seq } = cursor;
  if (epoch !== feed.epoch) return 'belongs to another life of this database';
  if (seq > feed.lastSeq) return 'lies in the future';
  if (missesDropped(cursor, feed)) return 'is older than what is kept';
  return undefined;
}
