import type { Pool, PoolClient } from 'pg';
import { LIMITS, type EventFilter } from '@signalbox/contracts';
import { ChangesCollector, refreshPage, type ChangesPage } from '../changes-page.ts';
import { changesStart, cursorAt } from '../changes-start.ts';
import type { ChangesRequest } from '../event-store.ts';
import { changeColumns, passes, writeChange } from './change-row.ts';
import type { Row, Value } from './columns.ts';
import { newParameters, statement } from './parameters.ts';
import { FEED, readFeedRow } from './read-feed.ts';
import { inSnapshot } from './transaction.ts';

/** The entries of a window that matter of one event. */
type Span = Readonly<Record<'oldest' | 'newest', number>>;

const WINDOW = `FROM journal WHERE seq > $1 AND seq <= $2`;
const SPANS = `SELECT min(seq) AS oldest, max(seq) AS newest ${WINDOW} GROUP BY event_row ORDER BY newest LIMIT $3`;
const changesSql = (columns: string, newest: string, oldest: string): string => `
  SELECT ${columns} FROM unnest(${newest}::bigint[], ${oldest}::bigint[]) AS span (newest, oldest)
  JOIN journal ON journal.seq = span.newest JOIN journal AS first ON first.seq = span.oldest
  JOIN events ON events.row = journal.event_row ORDER BY journal.seq`;

/**
 * The newest entry of each event, with what the event was before its oldest one: what a screen knew. Where too much
 * happened it says so instead, so that a screen costs the same at any rate.
 */
export function prepareReadLatest(readers: Pool) {
  return (request: ChangesRequest, after: string): Promise<ChangesPage> =>
    inSnapshot(readers, async (db) => {
      const { rows } = await db.query<Row>(statement(`SELECT * FROM ${FEED}`, { values: [] }));
      const feed = readFeedRow(rows[0]);
      const begun = changesStart(after, feed);
      const start = begun.seq;
      const { lastSeq } = feed;
      if (lastSeq - start > LIMITS.entriesReadPerPage) return refreshPage(feed.cursor);
      const all = await spansOf(db, start, lastSeq);
      if (all.length > LIMITS.latestChangesMost) return refreshPage(feed.cursor);
      for (let { limit } = request; ;) {
        const { end, spans } = await cut(db, all, start, lastSeq, limit);
        const collected = new ChangesCollector(request);
        limit = 0;
        for (const text of await changesOf(db, request.filter, spans)) {
          if (text !== null && !collected.take(Buffer.from(text))) break;
          limit += 1;
        }
        if (limit === spans.length) return collected.page(cursorAt(end, begun, feed));
      }
    });
}

async function spansOf(db: PoolClient, after: number, end: number): Promise<readonly Span[]> {
  const values = [after, end, LIMITS.latestChangesMost + 1];
  return (await db.query<Span>(statement(SPANS, { values }))).rows;
}

/** The window up to the first entry of an event too many, so that it has all entries of each event in it. */
async function cut(db: PoolClient, spans: readonly Span[], after: number, end: number, limit: number) {
  const oldest = spans.map((span) => span.oldest).toSorted((a, b) => a - b)[limit];
  return oldest === undefined
    ? { end, spans }
    : { end: oldest - 1, spans: await spansOf(db, after, oldest - 1) };
}

/** The texts of the changes; null where the filter leaves one out. */
async function changesOf(
  db: PoolClient,
  filter: EventFilter,
  spans: readonly Span[],
): Promise<readonly (string | null)[]> {
  const parameters = newParameters();
  const sql = changesSql(
    changeColumns(filter, 'first', parameters).columns,
    parameters.add(spans.map(({ newest }) => newest)),
    parameters.add(spans.map(({ oldest }) => oldest)),
  );
  const { rows } = await db.query<Value[]>({ ...statement(sql, parameters), rowMode: 'array' });
  return rows.map((row) => (passes(row) ? writeChange(row) : null));
}
