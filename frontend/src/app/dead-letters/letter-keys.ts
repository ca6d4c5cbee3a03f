/** What a key does while the focus is in the dead letters; the buttons show theirs. */
const LETTER_KEYS = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  r: 'replay',
  m: 'mend',
  d: 'discard',
  Escape: 'close',
} as const;
export type LetterDeed = (typeof LETTER_KEYS)[keyof typeof LETTER_KEYS];

/** These would act on the row of the board, which nobody looks at just now. */
const OF_THE_BOARD = ['a', 'c', 'Enter'];
const TYPES_IN = 'input, textarea, select';

/** What a press asks for here; `nothing` where it must not ask the board for anything either. */
export function letterDeedOf(press: KeyboardEvent): LetterDeed | 'nothing' | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return null;
  const typesIn = press.target instanceof Element && press.target.closest(TYPES_IN) !== null;
  if (typesIn && press.key !== 'Escape') return null;
  if (OF_THE_BOARD.includes(press.key)) return 'nothing';
  return Object.hasOwn(LETTER_KEYS, press.key) ? LETTER_KEYS[press.key as keyof typeof LETTER_KEYS] : null;
}
