import type { DatabaseSync } from 'node:sqlite';
import type { EventFilter, Summary } from '@signalbox/contracts';
import { countGroups, type Group } from '../event-counts.ts';
import type { SummaryRequest } from '../event-store.ts';
import { statusOf } from '../stored-values.ts';
import { prepareHistogram } from './histogram.ts';
import { countPlaced } from './index/count-placed.ts';
import { asksIndex } from './index/placed-filter.ts';
import { prepareReadPlace } from './index/read-place.ts';
import { rowsOfIds } from './find-events.ts';
import { readRows, type Values } from './read-rows.ts';
import { inSnapshot } from './transaction.ts';

export interface Counts {
  readonly groups: readonly Group[];
  /** False when there may be more. */
  readonly exact: boolean;
}

export function prepareSummarize(db: DatabaseSync, now: () => string) {
  const readPlace = prepareReadPlace(db);
  const histogram = prepareHistogram(db, now);

  return (request: SummaryRequest): Summary =>
    inSnapshot(db, () => {
      const { filter } = request;
      const { lastReport, cursor } = readPlace(asksIndex(filter) || filter.source !== undefined);
      const { groups, exact } = countUnder(db, filter);
      return {
        ...countGroups(groups, filter),
        exact,
        ...histogram(request),
        ...(lastReport && { lastReport }),
        cursor,
      };
    });
}

/** Under every filter but state, status and diverged. */
function countUnder(db: DatabaseSync, filter: EventFilter): Counts {
  const { state: _state, status: _status, diverged: _diverged, ...others } = filter;
  if (filter.id) return countIds(db, others);
  if (asksIndex(others)) return countPlaced(db, others);
  const sums = readRows(db, 'SELECT state, status, diverged, count FROM event_sums', []);
  return { groups: sums.map(readGroup), exact: true };
}

function countIds(db: DatabaseSync, filter: EventFilter): Counts {
  const rows = rowsOfIds(db, filter);
  const counted = readRows(
    db,
    `SELECT state, status, diverged, count(*) FROM events WHERE row IN (SELECT value FROM json_each(?))
     GROUP BY state, status, diverged`,
    [JSON.stringify(rows)],
  );
  return { groups: counted.map(readGroup), exact: true };
}

function readGroup([state, status, diverged, count]: Values): Group {
  return {
    state: state as Group['state'],
    status: statusOf(status),
    diverged: diverged === 1,
    count: Number(count),
  };
}
