import {
  STATES,
  STATUSES,
  type EventFilter,
  type HistogramBucket,
  type State,
  type Status,
  type Summary,
} from '@signalbox/contracts';
import type { Buckets } from './histogram-buckets.ts';

/** How many events are in one state, of one status, diverged or not. */
export interface Group {
  readonly state: State;
  readonly status: Status;
  readonly diverged: boolean;
  readonly count: number;
}

/** The counts of a summary, from the groups under every filter but state, status and diverged. */
export function countGroups(
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

/** What was reported within one bar. */
export interface ReportCount {
  readonly bar: number;
  readonly status: Status;
  readonly count: number;
}

/** The histogram of a summary. */
export function drawHistogram(
  { source, from, to }: EventFilter,
  span: Buckets,
  counted: Iterable<ReportCount>,
): Pick<Summary, 'histogram' | 'histogramFilters'> {
  const histogram = emptyBars(span);
  for (const { bar, status, count } of counted) {
    const drawn = histogram[bar];
    if (drawn) drawn[status] += count;
  }
  const given = Object.entries({ source, from, to }).filter(([, value]) => value !== undefined);
  return { histogram, histogramFilters: given.map(([name]) => name) };
}

function emptyBars({ start, width, end }: Buckets): HistogramBucket[] {
  return Array.from({ length: (end - start) / width }, (_none, index) => ({
    from: timeOf(start + index * width),
    to: timeOf(start + (index + 1) * width),
    ok: 0,
    warning: 0,
    error: 0,
  }));
}

const timeOf = (minute: number): string => new Date(minute * 60_000).toISOString();
