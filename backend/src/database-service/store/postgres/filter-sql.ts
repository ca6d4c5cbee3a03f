import { queryWords, type EventFilter } from '@signalbox/contracts';
import type { Lead } from './choose-lead.ts';
import { statusRank } from '../stored-values.ts';
import { indexedWord } from './event-words.ts';
import type { Parameters } from './parameters.ts';

/** What a filter asks of the table events; undefined when it asks for nothing. */
export function conditionsOf(filter: EventFilter, parameters: Parameters): string | undefined {
  const sought = soughtWords(filter.q);
  const words = sought === undefined ? undefined : `events.words @@ ${parameters.add(sought)}::tsquery`;
  const conditions = [words, conditionsBesideWords(filter, parameters)].filter(Boolean);
  return conditions.length > 0 ? conditions.join(' AND ') : undefined;
}

/** For FROM: the events that pass a filter, found by this part of it and by nothing else, whatever the planner believes. */
export function gatheredBy(lead: Lead, filter: EventFilter, parameters: Parameters): string {
  const found = conditionsOf({ [lead]: filter[lead] }, parameters);
  const rest = conditionsOf({ ...filter, [lead]: undefined }, parameters);
  const led = `(SELECT * FROM events WHERE ${found ?? 'true'} OFFSET 0) AS events`;
  return rest === undefined ? led : `(SELECT * FROM ${led} WHERE ${rest}) AS events`;
}

function conditionsBesideWords(filter: EventFilter, parameters: Parameters): string | undefined {
  const parts: string[] = [];
  const among = (column: string, wanted: readonly (string | number)[] | undefined) => {
    if (wanted !== undefined) parts.push(`events.${column} = ANY(${parameters.add(wanted)})`);
  };
  among('id', filter.id);
  among('state', filter.state);
  among('status', filter.status?.map(statusRank));
  among('source', filter.source);
  among('type', filter.type);
  among('assignee', filter.assignee);
  if (filter.diverged) parts.push('events.diverged');
  parts.push(...reportedWithin(filter, parameters)('events'));
  return parts.length > 0 ? parts.join(' AND ') : undefined;
}

/** What the times of a filter ask of the table events, or of an alias of it. */
export function reportedWithin(
  { from, to }: EventFilter,
  parameters: Parameters,
): (table: string) => string[] {
  const since = from === undefined ? [] : [`reported_at >= ${parameters.add(from)}`];
  const until = to === undefined ? [] : [`reported_at < ${parameters.add(to)}`];
  return (table) => [...since, ...until].map((condition) => `${table}.${condition}`);
}

/**
 * What `q` asks of the words, as the text of a tsquery; undefined when it asks for none. Words are letters and digits, so
 * quoting them is enough.
 */
export function soughtWords(q: string | undefined): string | undefined {
  const words = queryWords(q ?? '').map((word) => `'${indexedWord(word)}'`);
  return words.length > 0 ? words.join(' & ') : undefined;
}
