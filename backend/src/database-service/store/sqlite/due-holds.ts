import type { DatabaseSync } from 'node:sqlite';

export function prepareDueHolds(db: DatabaseSync, now: () => string) {
  const due = db.prepare('SELECT id FROM events WHERE hold_until <= ? ORDER BY hold_until LIMIT ?');
  return (limit: number): string[] => due.all(now(), limit).map((row) => String(row['id']));
}
