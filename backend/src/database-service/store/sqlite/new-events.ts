import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { OperationalEvent } from '@signalbox/contracts';
import type { AcceptedReport, NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { actorText, statusRank } from '../stored-values.ts';
import { prepareInsertMany } from './insert-many.ts';
import { packedText } from './packed-attributes.ts';

/**
 * New events, and the entries that made them: they are held, and written many at a time, which costs a tenth less. Whoever looks
 * for one that is held, or for anything else than what a report is about, has them written first.
 */
export function prepareNewEvents(db: DatabaseSync) {
  const events = prepareInsertMany(db, 'events', EVENT);
  const entries = prepareInsertMany(db, 'journal', ENTRY);
  const names = new Set<string>();

  return {
    addEvent(row: number, event: OperationalEvent, isMadeByOwnId: boolean): void {
      names.add(nameOf(event.source, event.key));
      events.add([row, ...eventValues(event), Number(isMadeByOwnId)]);
    },
    addEntry(seq: number, eventRow: number, entry: NewJournalEntry, identitySource: string | null): void {
      if (identitySource !== null && entry.reportId !== undefined)
        names.add(nameOf(identitySource, entry.reportId));
      entries.add([seq, eventRow, identitySource, ...entryValues(entry)]);
    },
    /** Whether one of them may be what the report is about, or prove that it is known. */
    mayConcern: ({ source, key, id }: AcceptedReport): boolean =>
      names.has(nameOf(source, key)) || (id !== undefined && id !== key && names.has(nameOf(source, id))),
    write(): void {
      events.flush();
      entries.flush();
      names.clear();
    },
    /** The transaction that they were part of failed. */
    forget(): void {
      events.forget();
      entries.forget();
      names.clear();
    },
  };
}

/** Texts that are alike by chance only have the events written early. */
const nameOf = (source: string, name: string): string => `${source}\n${name}`;

// Only what a new event and its entry have, as half of an event's columns are about what happens later.
const EVENT = `row, id, source, key, type, status, message, attributes, state, diverged,
  first_reported_at, reported_at, received_at, reports, late, changed_at, changed_by,
  completed_at, completed_by, overrides, worst, failing_since, version, made_by_own_id`.split(/,\s*/);
const eventValues = (event: OperationalEvent): SQLInputValue[] => [
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
];

const ENTRY = `seq, event_row, identity_source, at, action, actor, status, state, version,
  message, report_id, reported_at, skewed`.split(/,\s*/);
const entryValues = (entry: NewJournalEntry): SQLInputValue[] => [
  entry.at,
  entry.action,
  actorText(entry.actor),
  statusRank(entry.status),
  entry.state,
  entry.version,
  entry.message ?? null,
  entry.reportId ?? null,
  entry.reportedAt ?? null,
  entry.skewed ? 1 : null,
];
