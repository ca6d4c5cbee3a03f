import { LIMITS, STATES, STATUSES, type EventFilter, type Sort } from '@signalbox/contracts';
import type { Place } from '../page-token.ts';
import { statusRank } from '../stored-values.ts';
import { byTimes } from './lanes-by-times.ts';
import type { Parameters } from './parameters.ts';

/** From one time to another, as events have them. */
export interface Between {
  readonly from: string;
  readonly to: string;
}

/** Events that an index holds in the order of the sort. */
export interface Lane {
  /** A condition that the index answers. */
  readonly where: string;
  /** Times of the sort outside of which nothing of it passes. */
  readonly between: Between | undefined;
  /** What is asked of each event in it; undefined where all of them pass the filter. */
  readonly hit: string | undefined;
}

/** Lanes of the events whose places in the sort all begin alike. */
export interface Block {
  readonly prefix: Place;
  readonly lanes: readonly Lane[];
}

/** How a list is read: from indexes that hold it in its order, a bounded stretch of them. */
export interface Walk {
  readonly blocks: readonly Block[];
  /** What a place consists of behind the prefix of its block. */
  readonly columns: readonly string[];
  /** How many entries a page may read. */
  readonly entriesMost: number;
}

/** A lane costs 30 µs to plan once, and 40 KB of each connection to keep: with more of them the order of all events is walked. */
const LANES_MOST = 60;

export type SortedTime = 'changed_at' | 'first_reported_at';
const TIME_OF: Readonly<Record<Sort, SortedTime>> = {
  '-changedAt': 'changed_at',
  changedAt: 'changed_at',
  '-status': 'changed_at',
  '-firstReportedAt': 'first_reported_at',
  firstReportedAt: 'first_reported_at',
};
/** Each has an index by state, status and time of change. */
const LEADING = ['source', 'assignee', 'type'] as const;
type Leading = (typeof LEADING)[number];
/** What else of a filter the index answers. */
const CARRIED: Readonly<Record<Leading, readonly string[]>> = {
  source: ['type'],
  assignee: [],
  type: [],
};
/** The events of one source lie scattered: to look one up in the table costs as much as four entries of an index. */
const LOOKED_UP_MOST = LIMITS.entriesReadPerPage / 4;
/** To merge an entry that does not pass, and to number it for the bound, costs as much as to read it. */
const MERGED_MOST = LIMITS.entriesReadPerPage / 2;

/** The lanes in which an index holds what the filter asks for, in the order of the sort; `lags` are those that events have. */
export function walkOf(
  filter: EventFilter,
  sort: Sort,
  lags: readonly number[],
  parameters: Parameters,
): Walk {
  const { state, status, diverged, ...others } = filter;
  // Our own words stand in the statement as they are: so each lane has an estimate of its own.
  const states = STATES.filter((one) => state?.includes(one) ?? true);
  const statuses = STATUSES.filter((one) => status?.includes(one) ?? true).map(statusRank);
  const time = TIME_OF[sort];
  const isLed = !diverged && time === 'changed_at';
  const leading = isLed ? leadingOf(filter, states.length * statuses.length) : undefined;
  const heads = leading
    ? [...new Set(filter[leading])].map((value) => `events.${leading} = ${parameters.add(value)}`)
    : [diverged ? 'events.diverged' : 'true'];
  const rest = leading ? { ...others, [leading]: undefined } : others;
  const { between, hit, lagging } = byTimes(
    filter,
    rest,
    { time, isLed: leading !== undefined, lags },
    parameters,
  );
  const lanesOf = (rank: number): Lane[] =>
    states.flatMap((one) =>
      heads.map((head) => ({
        where: `${head} AND events.state = '${one}' AND events.status = ${rank}`,
        between,
        hit,
      })),
    );
  const blocks =
    sort === '-status'
      ? statuses.map((rank) => ({
          prefix: [rank],
          lanes: [...lanesOf(rank), ...lagging(`events.status = ${rank}`)],
        }))
      : [{ prefix: [], lanes: [...statuses.flatMap(lanesOf), ...lagging()] }];
  return { blocks, columns: [time, 'row'], entriesMost: entriesMostOf(leading, rest) };
}

/** Where much may not pass a page reads less: not for times, to which the lanes are cut, but for whatever is asked beside them. */
function entriesMostOf(leading: Leading | undefined, { from, to, ...rest }: EventFilter): number {
  const asked = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : name));
  if (leading === undefined || asked.length === 0) return LIMITS.entriesReadPerPage;
  const asksTimes = from !== undefined || to !== undefined;
  return !asksTimes && asked.every((name) => CARRIED[leading].includes(name)) ? MERGED_MOST : LOOKED_UP_MOST;
}

/** The field whose index leads to the fewest events, as far as can be told without looking. */
function leadingOf(filter: EventFilter, groups: number): Leading | undefined {
  return LEADING.find((field) => {
    const values = filter[field]?.length;
    return values !== undefined && values * groups <= LANES_MOST;
  });
}
