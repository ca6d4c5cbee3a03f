import type { PoolClient } from 'pg';
import { planned } from './kept-plans.ts';
import type { BatchTables } from './save-decision.ts';

/** For FROM: what others committed since a look at the feed, and nobody can add to any more. */
const others = (since: string): string =>
  `(SELECT seq, event_row, report_id, identity_source FROM journal
    WHERE seq > ${since} AND seq <= feed.last_seq ORDER BY seq OFFSET 0) AS other`;

/**
 * Whether a report of this batch was applied by others since we looked for it, under another key. Under the same kind of key a
 * unique index knows it; an event that was made by its own id and an entry that proves the same id are known to
 * none. Entries of ours are those behind the feed's last one.
 */
const APPLIED_AS_OWN = `EXISTS (
    SELECT FROM ${others('$3')} JOIN events ON events.row = other.event_row
    JOIN journal AS ours ON ours.report_id = other.report_id AND ours.identity_source = events.source
    WHERE other.report_id IS NOT NULL AND other.identity_source IS NULL AND ours.seq + 0 > feed.last_seq)`;
const APPLIED_AS_OTHER = `EXISTS (
    SELECT FROM ${others('$4')} JOIN events ON events.key = other.report_id AND events.source = other.identity_source
    WHERE other.identity_source IS NOT NULL AND events.made_by_own_id)`;

/**
 * The sequence was used under the lock alone, so the entries of this transaction have the last numbers. The null is refused by
 * its column, and the batch is done again (`isRetryable`).
 */
const ADVANCE_FEED = `
  UPDATE feed SET last_seq = CASE WHEN ${APPLIED_AS_OWN} OR ${APPLIED_AS_OTHER} THEN NULL ELSE currval('journal_seqs') END,
    last_report_at = coalesce($1, last_report_at), last_report_source = coalesce($2, last_report_source)
  RETURNING last_seq`;

/** Moves the feed to the newest entry; to be sent behind the entries, under the lock of the feed. Answers where it is. */
export async function advanceFeed(
  db: PoolClient,
  { lastReport, entries, seenSeq }: Pick<BatchTables, 'lastReport' | 'entries' | 'seenSeq'>,
): Promise<number> {
  const isOwn = ({ identitySource, entry }: (typeof entries)[number]) =>
    identitySource === null && entry.reportId !== undefined;
  // Where all of ours are of one kind, as they mostly are, there is nothing to ask about the others of that kind.
  const sinceOwn = entries.some(({ identitySource }) => identitySource !== null) ? seenSeq : null;
  const sinceOther = entries.some(isOwn) ? seenSeq : null;
  const { rows } = await db.query<{ last_seq: number }>({
    ...planned(db, 'advance-feed', ADVANCE_FEED),
    values: [lastReport?.at ?? null, lastReport?.source ?? null, sinceOwn, sinceOther],
  });
  return Number(rows[0]?.last_seq);
}
