import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './transaction.ts';

/**
 * The histogram of a source counts what is forgotten all the same: these sums are what its index cannot read in the journal
 * any more. Counted as `countReport` of the commit does.
 */
const COUNT = `
  INSERT INTO forgotten_minutes (minute, source, status, count)
  SELECT (second - (second % 60 + 60) % 60) / 60, source, status, count(*)
  FROM (
    SELECT events.source AS source, journal.status AS status,
      unixepoch(CASE journal.skewed WHEN 1 THEN journal.at ELSE coalesce(journal.reported_at, journal.at) END) AS second
    FROM journal CROSS JOIN events ON events.row = journal.event_row
    WHERE journal.seq > max(?, (SELECT counted_seq FROM feed)) AND journal.seq <= ?
      AND journal.actor >= 'source ' AND journal.actor < 'source!' AND journal.late IS NOT 1
  )
  WHERE true GROUP BY 1, 2, 3
  ON CONFLICT DO UPDATE SET count = count + excluded.count`;

/**
 * The next entries, up to the last one that is old. What lies before an old entry is old, whatever its own time says: a clock
 * that was far ahead for a while would end the walk. So it looks ahead, ever twice as far.
 */
const RANGE = `
  WITH RECURSIVE ahead (seq) AS (
    SELECT :from + :limit
    UNION ALL SELECT 2 * seq - :from FROM ahead WHERE seq < (SELECT max(seq) FROM journal)
  ), bite AS MATERIALIZED (
    SELECT seq, action, at FROM journal WHERE seq > :from AND seq <= :upTo ORDER BY seq LIMIT :limit
  ), old (last) AS (
    SELECT max(seq) FROM bite WHERE at < :time OR seq <= (
      SELECT max(seq) FROM ahead WHERE (SELECT at FROM journal WHERE journal.seq > ahead.seq ORDER BY seq LIMIT 1) < :time)
  )
  SELECT last, (SELECT count(*) FROM bite) AS count,
    (SELECT max(seq) FROM bite WHERE seq <= last AND action IN ('repeated', 'late')) AS dropped FROM old`;

/**
 * Goes along the journal from where it stopped last time: repeats and late entries are dropped, of others only the
 * identity is forgotten. It goes no further than `upTo`. Answers whether more may be left before that.
 */
export function prepareForgetBefore(db: DatabaseSync) {
  const tidied = db.prepare('SELECT tidied_seq FROM feed');
  const range = db.prepare(RANGE);
  const count = db.prepare(COUNT);
  const drop = db.prepare(
    "DELETE FROM journal WHERE seq > ? AND seq <= ? AND action IN ('repeated', 'late')",
  );
  const forget = db.prepare(
    'UPDATE journal SET identity_source = NULL WHERE seq > ? AND seq <= ? AND identity_source IS NOT NULL',
  );
  const note = db.prepare(
    `UPDATE feed SET tidied_seq = ?1, counted_seq = max(counted_seq, ?1), dropped_seq = max(dropped_seq, ?2)`,
  );

  return (time: string, limit: number, upTo: number): boolean =>
    inTransaction(db, () => {
      const from = Number(tidied.get()?.['tidied_seq']);
      const found = range.get({ from, limit, time, upTo }) ?? {};
      const last = found['last'];
      if (typeof last !== 'number') return false;
      count.run(from, last);
      drop.run(from, last);
      forget.run(from, last);
      note.run(last, Number(found['dropped'] ?? 0));
      return found['count'] === limit;
    });
}
