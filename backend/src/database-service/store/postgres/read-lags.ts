import type { PoolClient } from 'pg';

/** From each to the next, by the index: they are few, and the events are many. */
const LAGS = `
  WITH RECURSIVE known (lag) AS (
    SELECT min(lag) FROM events WHERE lag <> 0
    UNION ALL
    SELECT (SELECT min(lag) FROM events WHERE lag <> 0 AND lag > known.lag) FROM known WHERE lag IS NOT NULL
  ) SELECT lag FROM known WHERE lag IS NOT NULL`;

/** The lags of all events that are not prompt. */
export async function readLags(db: PoolClient): Promise<number[]> {
  const { rows } = await db.query<{ lag: number }>({ name: 'lags', text: LAGS });
  return rows.map(({ lag }) => lag);
}
