import { STATES, STATUSES } from '@signalbox/contracts/vocabulary';
import type { BoardQuery } from './board-query';

const FIELDS = ['status', 'state', 'source', 'type', 'assignee'] as const;
type Field = (typeof FIELDS)[number];
const VOCABULARY: Partial<Record<Field, readonly string[]>> = { status: STATUSES, state: STATES };

const TERM = /(\w+):(?:"([^"]*)"|(\S+))/g;
const isField = (name: string): name is Field => (FIELDS as readonly string[]).includes(name);

/**
 * What somebody typed: `status:error source:"plaza north" barrier` gives two filters and one word. A field that is
 * none, or a value that it does not know, stays a word: it is searched for, not refused.
 */
export function readSearch(text: string, query: BoardQuery): Partial<BoardQuery> {
  const found: Partial<Record<Field, string[]>> = {};
  const words = text.replace(
    TERM,
    (term, name: string, quoted: string | undefined, bare: string | undefined) => {
      const value = quoted ?? bare ?? '';
      if (!isField(name) || value === '' || VOCABULARY[name]?.includes(value) === false) return term;
      (found[name] ??= [...query[name]]).push(value);
      return '';
    },
  );
  const fields = Object.fromEntries(
    Object.entries(found).map(([name, values]) => [name, [...new Set(values)]]),
  ) as Partial<BoardQuery>;
  return { ...fields, q: words.replace(/\s+/g, ' ').trim() };
}
