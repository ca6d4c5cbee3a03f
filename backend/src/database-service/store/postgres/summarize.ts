import type { Pool, PoolClient } from 'pg';
import { LIMITS, type EventFilter, type State, type Summary } from '@signalbox/contracts';
import { formatCursor } from '../cursor.ts';
import { countGroups, drawHistogram, type Group } from '../event-counts.ts';
import type { SummaryRequest } from '../event-store.ts';
import { bucketsOver } from '../histogram-buckets.ts';
import { prepareChooseLead, type Lead } from './choose-lead.ts';
import { statusOf } from '../stored-values.ts';
import type { Row } from './columns.ts';
import { conditionsOf, gatheredBy } from './filter-sql.ts';
import { groupSums, reportSums, TAIL_MOST } from './followed-sums.ts';
import { newParameters, statement, type Parameters } from './parameters.ts';
import { FEED, readFeedRow, type Feed } from './read-feed.ts';
import { inSnapshot } from './transaction.ts';

/** Filters by which the sums are kept; counting under any other reads events, and reads only so many. */
const SUMMED: readonly string[] = ['state', 'status', 'source', 'diverged'];
const BOUND = LIMITS.entriesReadPerPage;

export function prepareSummarize(readers: Pool, now: () => string) {
  const chooseLead = prepareChooseLead(readers, BOUND);

  return async (request: SummaryRequest): Promise<Summary> => {
    const { state: _state, status: _status, diverged: _diverged, ...filter } = request.filter;
    const isSummed = Object.entries(filter).every(
      ([name, value]) => value === undefined || SUMMED.includes(name),
    );
    const lead = isSummed ? undefined : await chooseLead(filter, true);
    const span = bucketsOver(request, now());
    // Sent one behind the other, and answered together.
    const [feed, counted, reports] = await inSnapshot(readers, (db) =>
      Promise.all([
        readFeed(db),
        ask(db, (parameters) =>
          isSummed ? groupSums(filter.source, parameters) : countEvents(filter, lead, parameters),
        ),
        ask(db, (parameters) => reportSums(filter.source, span, parameters)),
      ]),
    );
    const bars = reports.map((row) => ({
      bar: Number(row['bar']),
      status: statusOf(row['status']),
      count: Number(row['count']),
    }));
    return {
      ...countGroups(counted.map(readGroup), request.filter),
      exact: isSummed || lead !== undefined || counted.every((row) => Number(row['read']) <= BOUND),
      ...drawHistogram(request.filter, span, bars),
      ...(feed.lastReport && { lastReport: feed.lastReport }),
      cursor: filter.source ? followedCursor(feed) : feed.cursor,
    };
  };
}

async function readFeed(db: PoolClient): Promise<Feed> {
  const { rows } = await db.query<Row>(statement(`SELECT * FROM ${FEED}`, { values: [] }));
  return readFeedRow(rows[0]);
}

async function ask(db: PoolClient, sqlOf: (parameters: Parameters) => string): Promise<Row[]> {
  const parameters = newParameters();
  const sql = sqlOf(parameters);
  return (await db.query<Row>(statement(sql, parameters))).rows;
}

/** Up to where the sums by source are complete. */
function followedCursor({ epoch, lastSeq, followedSeq, cursor }: Feed): string {
  return lastSeq - followedSeq <= TAIL_MOST ? cursor : formatCursor({ epoch, seq: followedSeq });
}

/** Counts all events that pass the filter where they are few, or else among the newest, as far as the bound lets it. */
function countEvents(filter: EventFilter, lead: Lead | undefined, parameters: Parameters): string {
  const counted = 'SELECT state, status, diverged, count(*) AS count';
  const grouped = 'GROUP BY state, status, diverged';
  if (lead) return `${counted}, 0 AS read FROM ${gatheredBy(lead, filter, parameters)} ${grouped}`;
  const hit = conditionsOf(filter, parameters) ?? 'true';
  return `WITH newest AS MATERIALIZED (
      SELECT state, status, diverged, (${hit}) AS hit FROM events ORDER BY row DESC LIMIT ${BOUND + 1})
    ${counted}, (SELECT count(*) FROM newest) AS read FROM newest WHERE hit ${grouped}
    UNION ALL SELECT 'open', 0, false, 0, (SELECT count(*) FROM newest)`;
}

function readGroup(row: Row): Group {
  return {
    state: row['state'] as State,
    status: statusOf(row['status']),
    diverged: row['diverged'] === true,
    count: Number(row['count']),
  };
}
