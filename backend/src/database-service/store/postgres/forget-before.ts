import type { Pool } from 'pg';

/**
 * Goes along the journal from where it stopped last time, by its primary key: what is old is found without a search.
 * Repeats and late entries are dropped; the identities of others are forgotten by the mark alone (see find-records), as a
 * row that is changed is written anew. Entries that the sums do not tell of yet are left:
 * so the sums are brought forward first.
 *
 * What lies before an old entry is old, whatever its own time says: a clock that was far ahead for a while would end the walk.
 * So it looks ahead, ever twice as far.
 */
const BITE = `
  WITH place AS (SELECT tidied_seq, last_seq FROM feed), ahead AS (
    SELECT tidied_seq + ($2::bigint << power) AS seq FROM place, generate_series(0, 40) AS power
    WHERE tidied_seq + ($2::bigint << power) < last_seq
  ), bite AS (
    SELECT journal.seq, action, at FROM journal, place
    WHERE journal.seq > place.tidied_seq AND journal.seq <= (SELECT seq FROM followed) ORDER BY journal.seq LIMIT $2
  ), old AS (
    SELECT seq, action FROM bite WHERE seq <= greatest(
      (SELECT max(seq) FROM bite WHERE at < $1),
      (SELECT max(seq) FROM ahead
        WHERE (SELECT at FROM journal WHERE journal.seq > ahead.seq ORDER BY journal.seq LIMIT 1) < $1))
  ), dropped AS (
    DELETE FROM journal USING old WHERE journal.seq = old.seq AND old.action IN ('repeated', 'late')
    RETURNING journal.seq
  )
  UPDATE feed SET
    tidied_seq = greatest(tidied_seq, coalesce((SELECT max(seq) FROM old), 0)),
    dropped_seq = greatest(dropped_seq, coalesce((SELECT max(seq) FROM dropped), 0))
  WHERE EXISTS (SELECT FROM old)
  RETURNING (SELECT count(*) FROM bite) AS count`;

/** Answers whether more may be left. One statement: nobody waits for this process while it changes the feed's row. */
export function prepareForgetBefore(pool: Pool, followSums: (whenHeld: 'wait') => Promise<boolean>) {
  return async (time: string, limit: number): Promise<boolean> => {
    await followSums('wait');
    const { rows } = await pool.query<{ count: number }>({
      name: 'forget-bite',
      text: BITE,
      values: [time, limit],
    });
    return rows[0]?.count === limit;
  };
}
