import type { DatabaseSync } from 'node:sqlite';
import {
  LIMITS,
  STATES,
  STATUSES,
  type EventFilter,
  type State,
  type Status,
  type Summary,
} from '@signalbox/contracts';
import type { SummaryRequest } from '../event-store.ts';
import { statusOf } from './columns.ts';
import { conditionsOf, wordsMatch } from './filter-sql.ts';
import { prepareHistogram } from './histogram.ts';
import { prepareReadFeed } from './read-feed.ts';
import { inSnapshot } from './transaction.ts';

/** How many events are in one state, of one status, diverged or not. */
interface Group {
  readonly state: State;
  readonly status: Status;
  readonly diverged: boolean;
  readonly count: number;
}

/** Filters by which the sums are kept; counting under any other reads events, and reads only so many. */
const SUMMED: readonly (keyof EventFilter)[] = ['state', 'status', 'source', 'diverged'];

export function prepareSummarize(db: DatabaseSync, now: () => string) {
  const readFeed = prepareReadFeed(db);
  const histogram = prepareHistogram(db, now);

  return (request: SummaryRequest): Summary =>
    inSnapshot(db, () => {
      const { groups, exact } = groupsOf(db, request.filter);
      const { lastReport, cursor } = readFeed();
      return {
        ...count(groups, request.filter),
        exact,
        ...histogram(request),
        ...(lastReport && { lastReport }),
        cursor,
      };
    });
}

/** Under every filter but state, status and diverged. */
function groupsOf(db: DatabaseSync, filter: EventFilter): { groups: Group[]; exact: boolean } {
  const { state: _state, status: _status, diverged: _diverged, ...others } = filter;
  const asksMore = Object.entries(others).some(
    ([name, value]) => value !== undefined && !SUMMED.includes(name as keyof EventFilter),
  );
  return asksMore ? countEvents(db, others) : { groups: readSums(db, others.source), exact: true };
}

function readSums(db: DatabaseSync, sources: readonly string[] = ['']): Group[] {
  const among = [...new Set(sources)];
  const rows = db
    .prepare(
      `SELECT state, status, diverged, sum(count) AS count FROM event_sums
       WHERE source IN (${among.map(() => '?').join(', ')}) GROUP BY state, status, diverged`,
    )
    .all(...among);
  return rows.map(readGroup);
}

/** Counts among the newest events, or among those that have the words, as far as the bound lets it. */
function countEvents(db: DatabaseSync, filter: EventFilter): { groups: Group[]; exact: boolean } {
  const match = wordsMatch(filter.q);
  const bound = LIMITS.entriesReadPerPage;
  const [rows, values] =
    match === undefined
      ? [
          filter.id
            ? 'SELECT row FROM events'
            : `SELECT row FROM events ORDER BY row DESC LIMIT ${bound + 1}`,
          [],
        ]
      : [
          `SELECT rowid AS row FROM event_words WHERE event_words MATCH ? ORDER BY rowid DESC LIMIT ${bound + 1}`,
          [match],
        ];
  const conditions = conditionsOf(filter);
  const counted = db
    .prepare(
      `SELECT state, status, diverged, count(*) AS count FROM events
       WHERE row IN (${rows}) AND ${conditions.sql} GROUP BY state, status, diverged`,
    )
    .all(...values, ...conditions.values);
  const read = filter.id
    ? 0
    : Number(db.prepare(`SELECT count(*) AS read FROM (${rows})`).get(...values)?.['read']);
  return { groups: counted.map(readGroup), exact: read <= bound };
}

function readGroup(row: Record<string, unknown>): Group {
  return {
    state: row['state'] as State,
    status: statusOf(row['status'] as number),
    diverged: row['diverged'] === 1,
    count: Number(row['count']),
  };
}

function count(
  groups: readonly Group[],
  filter: EventFilter,
): Pick<Summary, 'total' | 'counts' | 'diverged'> {
  const alike = groups.filter(({ diverged }) => !filter.diverged || diverged);
  const matching = alike.filter(
    ({ state, status }) =>
      (filter.state?.includes(state) ?? true) && (filter.status?.includes(status) ?? true),
  );
  const sum = (some: readonly Group[]) => some.reduce((total, group) => total + group.count, 0);
  return {
    total: sum(matching),
    diverged: sum(matching.filter(({ diverged }) => diverged)),
    counts: STATES.flatMap((state) =>
      STATUSES.map((status) => ({
        state,
        status,
        count: sum(alike.filter((group) => group.state === state && group.status === status)),
      })),
    ),
  };
}
