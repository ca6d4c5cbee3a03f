import type { DatabaseSync } from 'node:sqlite';
import { filterChange, LIMITS, type Change, type ChangesAnswer } from '@signalbox/contracts';
import { formatCursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { CHANGES, readChangeRow } from './change-row.ts';
import type { Row } from './columns.ts';
import { readWas, WAS_COLUMNS } from './journal-row.ts';
import type { Feed } from './read-feed.ts';

/** The entries of the window that matter of one event. */
interface Span {
  readonly oldest: number;
  newest: number;
}

/**
 * The newest entry of each event, with what the event was before its oldest one: what a screen knew. Where too much
 * happened it says so instead, so that a screen costs the same at any rate.
 */
export function prepareReadLatest(db: DatabaseSync) {
  const window = db.prepare('SELECT seq, event_row FROM journal WHERE seq > ? ORDER BY seq');
  const change = db.prepare(`${CHANGES} WHERE journal.seq = ?`);
  const was = db.prepare(`SELECT ${WAS_COLUMNS.names.join(', ')} FROM journal WHERE seq = ?`);

  function readSpan({ oldest, newest }: Span): Change {
    const latest = readChangeRow(change.get(newest) ?? {});
    return oldest === newest ? latest : { ...latest, was: readWas(was.get(oldest) ?? {}) };
  }

  return (request: ChangesRequest, { epoch, lastSeq, cursor }: Feed, start: number): ChangesAnswer => {
    const found = spansOf(window.iterate(start), request.limit);
    if (found === undefined) return { cursor, entries: [], refresh: true };
    const { spans, end } = found;
    const entries = spans
      .sort((a, b) => a.newest - b.newest)
      .map((span) => filterChange(request.filter, readSpan(span)))
      .filter((one) => one !== undefined);
    return { cursor: formatCursor({ epoch, seq: end ?? Math.max(start, lastSeq) }), entries, refresh: false };
  };
}

/**
 * The spans of as many events as are asked for; undefined as soon as too much has happened. Where there are more, `end`
 * cuts the window before the first of them, and never between the entries that one event has in it.
 */
function spansOf(
  window: Iterable<Row>,
  limit: number,
): { readonly spans: Span[]; readonly end: number | undefined } | undefined {
  const spans = new Map<unknown, Span>();
  const further = new Set<unknown>();
  let end: number | undefined;
  let read = 0;
  for (const { seq, event_row: event } of window) {
    if (++read > LIMITS.entriesReadPerPage) return undefined;
    const span = spans.get(event);
    if (further.size === 0 && span) span.newest = Number(seq);
    else if (!span && spans.size < limit) spans.set(event, { oldest: Number(seq), newest: Number(seq) });
    else if (!span) further.add(event);
    if (further.size === 0) end = Number(seq);
    if (spans.size + further.size > LIMITS.latestChangesMost) return undefined;
  }
  return { spans: [...spans.values()], end: further.size > 0 ? end : undefined };
}
