import type { DatabaseSync } from 'node:sqlite';
import { MOST } from './read-rows.ts';

export function prepareDueHolds(db: DatabaseSync, now: () => string) {
  const due = db.prepare(`SELECT id FROM events WHERE hold_until <= ? ORDER BY hold_until LIMIT ${MOST}`);
  return (limit: number): string[] => due.all(now(), limit).map((row) => String(row['id']));
}
