/** What a key does on the board; the help lists them in this order. */
export const BOARD_KEYS = [
  { keys: ['j', 'ArrowDown'], shown: 'j', does: 'next-row', words: 'Next row' },
  { keys: ['k', 'ArrowUp'], shown: 'k', does: 'previous-row', words: 'Row before' },
  { keys: ['Enter'], shown: 'Enter', does: 'open', words: 'Open the event' },
  { keys: ['c'], shown: 'c', does: 'complete', words: 'Complete; Enter confirms' },
  { keys: ['a'], shown: 'a', does: 'acknowledge', words: 'Acknowledge' },
  { keys: ['r'], shown: 'r', does: 'reopen', words: 'Reopen' },
  { keys: ['n'], shown: 'n', does: 'show-new', words: 'Show what is new' },
  { keys: ['/'], shown: '/', does: 'search', words: 'Search' },
  { keys: ['?'], shown: '?', does: 'help', words: 'These keys' },
  { keys: ['Escape'], shown: 'Esc', does: 'close', words: 'Close what is open' },
] as const;
export type KeyDeed = (typeof BOARD_KEYS)[number]['does'];

const TYPES_IN = 'input, textarea, select, [contenteditable]';
const PRESSES = 'button, a, summary';

/** What a key press asks the board to do; nothing while somebody types, or presses a control with it. */
export function deedOf(press: KeyboardEvent): KeyDeed | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return null;
  const target = press.target instanceof Element ? press.target : null;
  if (press.key !== 'Escape' && target?.closest(TYPES_IN)) return null;
  if (press.key === 'Enter' && target?.closest(PRESSES)) return null;
  return BOARD_KEYS.find(({ keys }) => (keys as readonly string[]).includes(press.key))?.does ?? null;
}
