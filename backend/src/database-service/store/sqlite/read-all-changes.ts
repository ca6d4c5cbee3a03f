import type { DatabaseSync } from 'node:sqlite';
import { filterChange, LIMITS, type Change, type ChangesAnswer } from '@signalbox/contracts';
import { formatCursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { CHANGES, readChangeRow } from './change-row.ts';
import type { Feed } from './read-feed.ts';

/** Every entry, none skipped. What the filter leaves out still advances the cursor. */
export function prepareReadAll(db: DatabaseSync) {
  const after = db.prepare(`${CHANGES} WHERE journal.seq > ? ORDER BY journal.seq`);

  return ({ filter, limit }: ChangesRequest, { epoch, lastSeq }: Feed, start: number): ChangesAnswer => {
    const entries: Change[] = [];
    let read = 0;
    let seq = Math.max(start, lastSeq);
    for (const row of after.iterate(start)) {
      const change = readChangeRow(row);
      const wanted = filterChange(filter, change);
      if (wanted) entries.push(wanted);
      if (entries.length === limit || ++read === LIMITS.entriesReadPerPage) {
        seq = change.seq;
        break;
      }
    }
    return { cursor: formatCursor({ epoch, seq }), entries, refresh: false };
  };
}
