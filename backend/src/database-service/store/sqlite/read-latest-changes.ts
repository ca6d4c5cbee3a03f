import type { DatabaseSync } from 'node:sqlite';
import { filterChange, LIMITS, type Change, type ChangesAnswer } from '@signalbox/contracts';
import { formatCursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { CHANGES, readChangeRow } from './change-row.ts';
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
  const window = db.prepare('SELECT seq, event_row FROM journal WHERE seq > ? ORDER BY seq LIMIT ?');
  const change = db.prepare(`${CHANGES} WHERE journal.seq = ?`);
  const was = db.prepare(`SELECT ${WAS_COLUMNS.names.join(', ')} FROM journal WHERE seq = ?`);

  function readSpan({ oldest, newest }: Span): Change {
    const latest = readChangeRow(change.get(newest) ?? {});
    return oldest === newest ? latest : { ...latest, was: readWas(was.get(oldest) ?? {}) };
  }

  return (request: ChangesRequest, { epoch, lastSeq, cursor }: Feed, start: number): ChangesAnswer => {
    const rows = window.all(start, LIMITS.entriesReadPerPage + 1);
    const { spans, end } = spansOf(rows, request.limit);
    const isTooMuch = rows.length > LIMITS.entriesReadPerPage || countEvents(rows) > LIMITS.latestChangesMost;
    if (isTooMuch) return { cursor, entries: [], refresh: true };
    const entries = spans
      .sort((a, b) => a.newest - b.newest)
      .map((span) => filterChange(request.filter, readSpan(span)))
      .filter((one) => one !== undefined);
    return { cursor: formatCursor({ epoch, seq: end ?? Math.max(start, lastSeq) }), entries, refresh: false };
  };
}

type WindowRow = Record<string, unknown>;

const countEvents = (rows: readonly WindowRow[]): number => new Set(rows.map((row) => row['event_row'])).size;

/** The window is cut before the event that is one too many, and not within an event's entries. */
function spansOf(rows: readonly WindowRow[], limit: number): { spans: Span[]; end: number | undefined } {
  const spans = new Map<unknown, Span>();
  let end: number | undefined;
  for (const row of rows) {
    const seq = Number(row['seq']);
    const span = spans.get(row['event_row']);
    if (span) span.newest = seq;
    else if (spans.size === limit) return { spans: [...spans.values()], end };
    else spans.set(row['event_row'], { oldest: seq, newest: seq });
    end = seq;
  }
  return { spans: [...spans.values()], end: undefined };
}
