import type { EventFilter } from '@signalbox/contracts';
import { changedWithin, LAGS } from '../lag.ts';
import { conditionsOf } from './filter-sql.ts';
import type { Lane, SortedTime } from './lanes.ts';
import type { Parameters } from './parameters.ts';

/** What the times of a filter make of the lanes. */
interface ByTimes {
  /** Bounds what is read of each lane. */
  readonly bound: string;
  /** What is asked of each event in it. */
  readonly hit: string | undefined;
  /** Lanes of the events that are not in the others. */
  readonly lagging: readonly Lane[];
}

/**
 * No index has the time of the report: each repeat would be written into all of them. But most events are reported when they
 * change, and of those a time is a stretch of the changes; the others stand in an index by their lag. `rest` is what the lanes
 * do not answer of the filter, and `time` that in whose order they are.
 */
export function byTimes(
  filter: EventFilter,
  rest: EventFilter,
  time: SortedTime,
  parameters: Parameters,
): ByTimes {
  const hit = conditionsOf(rest, parameters);
  if (filter.from === undefined && filter.to === undefined) return { bound: 'true', hit, lagging: [] };
  if (time === 'first_reported_at') return { bound: firstBefore(filter.to, parameters), hit, lagging: [] };
  const times = { from: timeOf(filter.from) ?? -Infinity, to: timeOf(filter.to) ?? Infinity };
  const changed = (lag: number): string => {
    const { from, to } = changedWithin(lag, times);
    return `events.changed_at >= ${parameters.add(textOf(from))} AND events.changed_at < ${parameters.add(textOf(to))}`;
  };
  const passes = conditionsOf(filter, parameters);
  const lagging = LAGS.filter((lag) => lag !== 0).map((lag) => ({
    where: `events.lag = ${lag} AND ${changed(lag)}`,
    hit: passes,
  }));
  return { bound: changed(0), hit: `${hit} AND events.lag = 0`, lagging };
}

/** Nothing is first reported after it was last reported. */
const firstBefore = (to: string | undefined, parameters: Parameters): string =>
  to === undefined ? 'true' : `events.first_reported_at < ${parameters.add(to)}`;

const timeOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

const FIRST = Date.parse('0000-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');
/** As events have their times; what none of them can have stands before all, or behind. */
function textOf(time: number): string {
  if (time < FIRST) return '';
  return time > LAST ? '~' : new Date(time).toISOString();
}
