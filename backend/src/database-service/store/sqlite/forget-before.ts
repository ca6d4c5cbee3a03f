import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './transaction.ts';
import { prepareWrite } from './prepare-write.ts';

/**
 * Goes along the journal from where it stopped last time: repeats and late entries are dropped, of others only the
 * identity is forgotten. Answers whether more may be left.
 */
export function prepareForgetBefore(db: DatabaseSync) {
  const tidied = db.prepare('SELECT tidied_seq FROM feed');
  const range = db.prepare(`
    SELECT max(seq) AS last, count(*) AS count,
      max(seq) FILTER (WHERE action IN ('repeated', 'late')) AS dropped
    FROM (SELECT seq, action, at FROM journal WHERE seq > ? ORDER BY seq LIMIT ?) WHERE at < ?`);
  const drop = prepareWrite(
    db,
    "DELETE FROM journal WHERE seq > ? AND seq <= ? AND action IN ('repeated', 'late')",
  );
  const forget = prepareWrite(
    db,
    'UPDATE journal SET identity_source = NULL WHERE seq > ? AND seq <= ? AND identity_source IS NOT NULL',
  );
  const note = prepareWrite(db, 'UPDATE feed SET tidied_seq = ?, dropped_seq = max(dropped_seq, ?)');

  return (time: string, limit: number): boolean =>
    inTransaction(db, () => {
      const from = Number(tidied.get()?.['tidied_seq']);
      const found = range.get(from, limit, time) ?? {};
      const last = found['last'];
      if (typeof last !== 'number') return false;
      drop.run(from, last);
      forget.run(from, last);
      note.run(last, Number(found['dropped'] ?? 0));
      return found['count'] === limit;
    });
}
