import type { DatabaseSync } from 'node:sqlite';
import { LIMITS } from '@signalbox/contracts';
import { ChangesCollector, refreshPage, type ChangesPage } from '../changes-page.ts';
import { cursorAt } from '../changes-start.ts';
import type { Cursor } from '../cursor.ts';
import type { ChangesRequest } from '../event-store.ts';
import { prepareReadTexts } from './change-text.ts';
import type { Feed } from './read-feed.ts';

/** The entries of a window that matter of one event. */
interface Span {
  readonly oldest: number;
  readonly newest: number;
}

/**
 * The newest entry of each event, with what the event was before its oldest one: what a screen knew. Where too much
 * happened it says so instead, so that a screen costs the same at any rate.
 */
export function prepareReadLatest(db: DatabaseSync) {
  // By number: the index by event would be read whole to have the events in order.
  const window = 'FROM journal NOT INDEXED WHERE seq > :after AND seq <= :end';
  const count = db.prepare(
    `SELECT count(*) AS events FROM (SELECT DISTINCT event_row ${window} LIMIT ${LIMITS.latestChangesMost + 1})`,
  );
  const spans = db.prepare(
    `SELECT min(seq) AS oldest, max(seq) AS newest ${window} GROUP BY event_row ORDER BY newest`,
  );
  const texts = prepareReadTexts(
    db,
    `FROM json_each(:spans) AS span
     CROSS JOIN journal ON journal.seq = span.value ->> 'newest'
     CROSS JOIN journal AS first ON first.seq = span.value ->> 'oldest'
     CROSS JOIN events ON events.row = journal.event_row
     ORDER BY span.key`,
    { was: 'first' },
  );

  const spansOf = (after: number, end: number) =>
    spans
      .all({ after, end })
      .map(({ oldest, newest }): Span => ({ oldest: Number(oldest), newest: Number(newest) }));

  /** The window up to the first entry of an event too many, so that it has all entries of each event in it. */
  function cut(found: readonly Span[], after: number, end: number, limit: number) {
    const oldest = found.map((span) => span.oldest).toSorted((a, b) => a - b)[limit];
    return oldest === undefined ? { end, found } : { end: oldest - 1, found: spansOf(after, oldest - 1) };
  }

  return (request: ChangesRequest, feed: Feed, start: Cursor): ChangesPage => {
    const { lastSeq, cursor } = feed;
    const after = start.seq;
    if (lastSeq - after > LIMITS.entriesReadPerPage) return refreshPage(cursor);
    const whole = { after, end: lastSeq };
    if (Number(count.get(whole)?.['events']) > LIMITS.latestChangesMost) return refreshPage(cursor);

    const all = spansOf(after, lastSeq);
    for (let limit = request.limit; ;) {
      const { end, found } = cut(all, after, lastSeq, limit);
      const collected = new ChangesCollector(request);
      limit = 0;
      for (const [, text] of texts(request.filter, { spans: JSON.stringify(found) })) {
        if (text && !collected.take(text)) break;
        limit += 1;
      }
      if (limit === found.length) return collected.page(cursorAt(end, start, feed));
    }
  };
}
