import { joinUuids, searchWords } from '@signalbox/contracts/search-words';
import type { NameKind } from './names.ts';

/** No word of a text has this character: it is no letter and no digit. The tokenizer takes it for one. */
const MARK = '\u{E000}';

/** Stands for a source or a type as a whole, among the words: a search in one of them reads nothing else. */
export const markOf = (kind: NameKind, number: number): string => `${MARK}${kind}${number}`;

/** Plain letters, digits and what stands between them: the tokenizer makes of it the very words that contracts make. */
const ASCII = /^[\u0001-\u007F]*$/;

/** What is found of an event, for the tokenizer. */
export function wordsOf(texts: readonly string[], marks: readonly string[]): string {
  const text = texts.map(joinUuids).join(' ');
  return `${ASCII.test(text) ? text : searchWords(text).join(' ')} ${marks.join(' ')}`;
}
