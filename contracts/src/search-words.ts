/** Bounds the work of one search; further words are left out. */
const WORDS_MOST = 16;

/**
 * The words of a text as both engines index them and `q` is split: runs of letters and digits, lower case, without
 * diacritics. `Lane-07 Über` gives `lane`, `07`, `uber`.
 */
export function searchWords(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The distinct words that a search asks for, in order. */
export function queryWords(q: string): string[] {
  return [...new Set(searchWords(q))].slice(0, WORDS_MOST);
}
