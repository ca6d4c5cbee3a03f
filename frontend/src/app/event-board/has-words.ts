import type { OperationalEvent } from '@signalbox/contracts';
import { queryWords, searchWords } from '@signalbox/contracts/search-words';

/** Whether an event has every word of a search, as the database would find it. */
export function hasWords(event: OperationalEvent, q: string): boolean {
  if (q === '') return true;
  const text = [event.message, event.source, event.key, event.type ?? ''].join(' ');
  const has = new Set(searchWords(text));
  return queryWords(q).every((word) => has.has(word));
}
