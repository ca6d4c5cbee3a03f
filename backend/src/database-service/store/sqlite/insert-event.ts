import type { DatabaseSync } from 'node:sqlite';
import type { OperationalEvent } from '@signalbox/contracts';
import { actorText, statusRank } from '../stored-values.ts';
import { packedText } from './packed-attributes.ts';

/** Writes down a new event: only what a new event has, as half of an event's columns are about what happens later. */
export function prepareInsertEvent(db: DatabaseSync) {
  const insert = db.prepare(`
    INSERT INTO events (
      id, source, key, type, status, message, attributes, state, diverged,
      first_reported_at, reported_at, received_at, reports, late, changed_at, changed_by,
      completed_at, completed_by, overrides, worst, failing_since, version, made_by_own_id
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);

  return (event: OperationalEvent, isMadeByOwnId: boolean): number => {
    const written = insert.run(
      event.id,
      event.source,
      event.key,
      event.type ?? null,
      statusRank(event.status),
      event.message,
      packedText(event.attributes),
      event.state,
      Number(event.diverged),
      event.firstReportedAt,
      event.reportedAt,
      event.receivedAt,
      event.reports,
      Number(event.late),
      event.changedAt,
      actorText(event.changedBy),
      event.completedAt ?? null,
      event.completedBy ? actorText(event.completedBy) : null,
      event.overrides,
      statusRank(event.worst),
      event.failingSince,
      event.version,
      Number(isMadeByOwnId),
    );
    return Number(written.lastInsertRowid);
  };
}
