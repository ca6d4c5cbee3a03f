import type { DatabaseSync } from 'node:sqlite';
import type { AcceptedReport } from '@signalbox/contracts/lifecycle';

/** The row of the event that a report is about; if the report is known, of the event that it went to. */
export interface Found {
  readonly row: number;
  readonly known: boolean;
}

/**
 * Finds the event of a report, and whether it is known, in one look: most reports are new, and for them that is all.
 * Where a report's id is also the key, the event itself is the proof that it was applied; otherwise the journal knows.
 * SQLite takes the parts of UNION ALL one after the other, and the rest only while it has found nothing.
 */
export function prepareFindEvent(db: DatabaseSync) {
  const find = db.prepare(`
    SELECT row, 1 AS known FROM events WHERE key = ?1 AND source = ?2 AND made_by_own_id = 1
    UNION ALL SELECT event_row, 1 FROM journal WHERE report_id = ?1 AND identity_source = ?2
    UNION ALL SELECT row, 0 FROM events WHERE key = ?3 AND source = ?2
    LIMIT 1`);
  return ({ id, key, source }: AcceptedReport): Found | undefined => {
    const found = find.get(id ?? null, source, key);
    return found && { row: Number(found['row']), known: found['known'] === 1 };
  };
}
