import type { Pool } from 'pg';
import { TAIL_MOST, WHOLE_BARS, WIDTHS } from './followed-sums.ts';
import { LOCKS } from './locks.ts';
import { inTransaction } from './transaction.ts';

/** Entries at once: some 50 ms of work. */
const BITE = 20_000;

/**
 * Each source that reports costs some rows of sums in a bite, however often it reports: so a bite waits for this many
 * entries, half of what a reader adds up by itself, or for a second.
 */
const WORTH_A_BITE = TAIL_MOST / 2;
const PATIENCE_MILLISECONDS = 1_000;

const PLACE = 'SELECT followed.seq, feed.last_seq FROM followed, feed';

const TRY_LOCK = `SELECT pg_try_advisory_xact_lock(${LOCKS.followed}) AS held`;
const LOCK = `SELECT pg_advisory_xact_lock(${LOCKS.followed}), true AS held`;

/** Adds what the next entries of the journal changed; each entry tells what the event was before it, and is after it. */
const ADD = `
  WITH tail AS MATERIALIZED (
    SELECT events.source, journal.seq, journal.state, journal.status, journal.diverged, minute,
      was_state, was_status, was_diverged
    FROM journal JOIN events ON events.row = journal.event_row
    WHERE seq > $1 AND seq <= $2
  ), moved AS (
    SELECT source, state, status, diverged, sum(change) AS change FROM (
      SELECT source, state, status, diverged, 1 AS change FROM tail
      UNION ALL SELECT source, was_state, was_status, was_diverged, -1 FROM tail WHERE was_status IS NOT NULL
    ) AS moves GROUP BY source, state, status, diverged HAVING sum(change) <> 0
  ), events_added AS (
    INSERT INTO event_sums (source, state, status, diverged, count) SELECT * FROM moved ORDER BY 1, 2, 3, 4
    ON CONFLICT (source, state, status, diverged) DO UPDATE SET count = event_sums.count + excluded.count
  ), reports_added AS (
    INSERT INTO report_sums (source, width, minute, status, count)
    SELECT source, width, ${WHOLE_BARS}, status, count(*) FROM tail, ${WIDTHS}
    WHERE minute IS NOT NULL GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (source, width, minute, status) DO UPDATE SET count = report_sums.count + excluded.count
  )
  UPDATE followed SET seq = $2`;

/**
 * The sums by source follow behind the commits: an index that leads with a random source costs more than all others.
 * Goes on by one bite; answers whether more is left. Where another service is at it already, it is left to that, or waited for.
 */
export function prepareFollowSums(pool: Pool) {
  let followedAt = -PATIENCE_MILLISECONDS;
  return (whenHeld: 'leave' | 'wait'): Promise<boolean> =>
    inTransaction(pool, async (db, commit) => {
      const [{ rows: locks }, { rows: places }] = await Promise.all([
        db.query<{ held: boolean }>(whenHeld === 'leave' ? TRY_LOCK : LOCK),
        db.query<{ seq: number; last_seq: number }>(PLACE),
      ]);
      const { seq, last_seq } = places[0] ?? { seq: 0, last_seq: 0 };
      if (!locks[0]?.held || last_seq === seq) return false;
      const isEarly = performance.now() - followedAt < PATIENCE_MILLISECONDS;
      if (whenHeld === 'leave' && isEarly && last_seq - seq < WORTH_A_BITE) return false;
      followedAt = performance.now();
      const end = Math.min(last_seq, seq + BITE);
      await Promise.all([db.query({ name: 'add-sums', text: ADD, values: [seq, end] }), commit()]);
      return end < last_seq;
    });
}
