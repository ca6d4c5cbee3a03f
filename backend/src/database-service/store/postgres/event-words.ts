import { searchWords, type OperationalEvent } from '@signalbox/contracts';

/** A lexeme has at most 2,046 bytes; of longer words only the beginning is known. */
const WORD_LENGTH = 255;

/** A word as the index knows it. */
export const indexedWord = (word: string): string => word.slice(0, WORD_LENGTH);

/** The words by which `q` finds an event, as the text of a tsvector: letters and digits need no quotes. */
export function wordsOf({ message, source, key, type = '' }: OperationalEvent): string {
  return searchWords(`${message} ${source} ${key} ${type}`).map(indexedWord).join(' ');
}

/** The words after a change; null where they stay. */
export function changedWords(before: OperationalEvent, after: OperationalEvent): string | null {
  if (before.message === after.message && before.type === after.type) return null;
  return wordsOf(after);
}
