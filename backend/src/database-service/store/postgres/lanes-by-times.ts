import type { EventFilter } from '@signalbox/contracts';
import { changedNear, changedWithin, NEAR, type Times } from '../lag.ts';
import { conditionsOf, reportedWithin } from './filter-sql.ts';
import type { Between, Lane, SortedTime } from './lanes.ts';
import type { Parameters } from './parameters.ts';

/** What the times of a filter make of the lanes. */
interface ByTimes extends Omit<Lane, 'where'> {
  /** Lanes of the events that are not in the others; `only` some of them. */
  readonly lagging: (only?: string) => readonly Lane[];
}

/** Which lanes the times are to be answered in. */
interface Lanes {
  /** In whose order they are. */
  readonly time: SortedTime;
  /** Whether each is of one source, type or assignee. */
  readonly isLed: boolean;
  /** The lags that events have, without that of prompt ones. */
  readonly lags: readonly number[];
}

/**
 * No index has the time of the report: each repeat would be written into all of them. But most events are reported when they
 * change, and of those a time is a stretch of the changes; the others stand in an index by their lag. `rest` is what the lanes
 * do not answer of the filter.
 */
export function byTimes(
  filter: EventFilter,
  rest: EventFilter,
  { time, isLed, lags }: Lanes,
  parameters: Parameters,
): ByTimes {
  const hit = conditionsOf(rest, parameters);
  if (filter.from === undefined && filter.to === undefined)
    return { between: undefined, hit, lagging: () => [] };
  const times = { from: timeOf(filter.from) ?? -Infinity, to: timeOf(filter.to) ?? Infinity };
  if (time === 'first_reported_at') {
    // Nothing is first reported after it was last reported.
    return { between: textsOf({ from: -Infinity, to: times.to }), hit, lagging: () => [] };
  }
  const near = isLed ? NEAR : 0;
  const further = lags.filter((lag) => Math.abs(lag) > near);
  // The server refuses a statement that says nothing of one of its values: those of lanes are shared by all, as not all may be read.
  const hitOf = further.length > 0 ? laggingHits(filter, parameters) : undefined;
  const lanes = further.map((lag) => ({
    // That it is not 0 is what the index is of; the lag itself is a value, so that texts differ by how many there are alone.
    where: `events.lag = ${parameters.add(lag)} AND events.lag <> 0`,
    between: textsOf(changedWithin(lag, times)),
  }));
  return {
    between: textsOf(isLed ? changedNear(times) : changedWithin(0, times)),
    hit: `${hit} AND events.lag BETWEEN ${-near} AND ${near}`,
    lagging: (only) => lanes.map((lane) => ({ ...lane, hit: hitOf?.(only) })),
  };
}

/**
 * The index of what lags has nearly all of a filter but its times: only what passes that is looked up by its row. Where there is
 * nothing else to pass, all of it is looked up, and the index leads there in fewer steps.
 */
function laggingHits(filter: EventFilter, parameters: Parameters) {
  const { from: _from, to: _to, ...rest } = filter;
  const indexed = conditionsOf(rest, parameters);
  const reported = reportedWithin(filter, parameters);
  const byRow = `(SELECT ${reported('reported').join(' AND ')} FROM events AS reported WHERE reported.row = events.row)`;
  return (only: string | undefined): string => {
    const asked = [only, indexed].filter((one) => one !== undefined);
    return (asked.length > 0 ? [...asked, byRow] : reported('events')).join(' AND ');
  };
}

const textsOf = ({ from, to }: Times): Between => ({ from: textOf(from), to: textOf(to) });
const timeOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

const FIRST = Date.parse('0000-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');
/** As events have their times; what none of them can have stands before all, or behind. */
function textOf(time: number): string {
  if (time < FIRST) return '';
  return time > LAST ? '~' : new Date(time).toISOString();
}
