import type { DeadLetter } from '@signalbox/contracts';

/** What became of a letter that is not with the broker any more: `gone` where somebody else saw to it. */
export type Fate = 'replayed' | 'discarded' | 'gone';

export interface LetterRow {
  readonly letter: DeadLetter;
  /** Null while it waits for somebody. */
  readonly fate: Fate | null;
  /** It was replayed from here, and refused again. */
  readonly cameBack: boolean;
}

/** Rows that are gone are kept in their places, but not for ever. */
const GONE_MOST = 200;

/** The broker numbers it anew, and its sender's name for it stays. */
export const isReturnOf = (letter: DeadLetter, { letter: sent, fate }: LetterRow): boolean =>
  fate === 'replayed' && sent.messageId !== null && sent.messageId === letter.messageId;

function withoutOldestGone(rows: readonly LetterRow[]): readonly LetterRow[] {
  let tooMany = rows.filter(({ fate }) => fate !== null).length - GONE_MOST;
  return tooMany <= 0 ? rows : rows.filter(({ fate }) => fate === null || tooMany-- <= 0);
}

/** The list after another reading: every row stays where it is, also when its letter is gone, and new ones come last. */
export function mergeLetters(
  rows: readonly LetterRow[],
  letters: readonly DeadLetter[],
): readonly LetterRow[] {
  const waiting = new Map(letters.map((letter) => [letter.id, letter]));
  const known = new Set(rows.map(({ letter }) => letter.id));
  const kept = rows.map((row): LetterRow => {
    const letter = waiting.get(row.letter.id);
    return letter ? { ...row, letter, fate: null } : { ...row, fate: row.fate ?? 'gone' };
  });
  const added = letters
    .filter(({ id }) => !known.has(id))
    .map((letter) => ({ letter, fate: null, cameBack: rows.some((row) => isReturnOf(letter, row)) }));
  return withoutOldestGone([...kept, ...added]);
}

export const withFate = (rows: readonly LetterRow[], id: string, fate: Fate): readonly LetterRow[] =>
  rows.map((row) => (row.letter.id === id ? { ...row, fate } : row));

export const goneCount = (rows: readonly LetterRow[]): number =>
  rows.filter(({ fate }) => fate !== null).length;
