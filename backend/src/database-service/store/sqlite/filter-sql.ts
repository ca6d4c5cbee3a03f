import type { SQLInputValue } from 'node:sqlite';
import { queryWords, type EventFilter } from '@signalbox/contracts';
import { statusRank } from '../stored-values.ts';

/** Conditions on the table events, with the values of their question marks. */
export interface Conditions {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Every filter but `q`, which is asked of the words. */
export function conditionsOf(filter: EventFilter): Conditions {
  const parts: string[] = [];
  const values: SQLInputValue[] = [];
  const among = (column: string, wanted: readonly SQLInputValue[] | undefined) => {
    if (wanted === undefined) return;
    parts.push(`events.${column} IN (${wanted.map(() => '?').join(', ')})`);
    values.push(...wanted);
  };
  among('id', filter.id);
  among('state', filter.state);
  among('status', filter.status?.map(statusRank));
  among('source', filter.source);
  among('type', filter.type);
  among('assignee', filter.assignee);
  if (filter.diverged) parts.push('events.diverged = 1');
  if (filter.from !== undefined) {
    parts.push('events.reported_at >= ?');
    values.push(filter.from);
  }
  if (filter.to !== undefined) {
    parts.push('events.reported_at < ?');
    values.push(filter.to);
  }
  return { sql: parts.length > 0 ? parts.join(' AND ') : '1', values };
}

/** What `q` asks of the words; undefined when it asks for none. Words are letters and digits, so quoting them is enough. */
export function wordsMatch(q: string | undefined): string | undefined {
  const words = queryWords(q ?? '');
  return words.length > 0 ? words.map((word) => `"${word}"`).join(' AND ') : undefined;
}
