import type { DatabaseSync } from 'node:sqlite';
import type { OperationalEvent } from '@signalbox/contracts';
import { WHOLE_EVENT } from '../event-columns.ts';
import { EVENT_COLUMNS } from './event-row.ts';

export function prepareReadEvent(db: DatabaseSync) {
  const byId = db.prepare(`SELECT ${WHOLE_EVENT} FROM events WHERE id = ?`);
  return (id: string): OperationalEvent | undefined => {
    const row = byId.get(id);
    return row && EVENT_COLUMNS.read(row);
  };
}
