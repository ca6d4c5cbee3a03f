import type { Refusal } from '../api/problem-of';
import type { Board } from './board';
import { type BoardQuery, filterSearch, isFiltered, listSearch } from './board-query';

export type FaceName =
  'quiet' | 'empty' | 'no-match' | 'half-searched' | 'broken-link' | 'loading' | 'failed';

interface Known {
  readonly query: BoardQuery;
  readonly board: Board | null;
  readonly refusal: Refusal | null;
  /** Whether the page is being read for longer than a person would not notice. */
  readonly isSlow: boolean;
}

/** Nothing but open events is asked for: then an empty board is good news. */
const asksForOpenAlone = (query: BoardQuery): boolean => filterSearch(query) === 'state=open';

/** Which face stands where rows would be; none while there are rows of what was asked for. */
export function faceOf({ query, board, refusal, isSlow }: Known): FaceName | null {
  if (query.broken.length > 0 || refusal?.status === 400) return 'broken-link';
  const isAsked = board !== null && listSearch(board.query) === listSearch(query);
  if (!isAsked && refusal) return 'failed';
  if (!isAsked) return board === null || isSlow ? 'loading' : null;
  if (board.rows.length > 0) return null;
  if (board.searchedTo !== null) return 'half-searched';
  if (!isFiltered(query)) return 'empty';
  return asksForOpenAlone(query) ? 'quiet' : 'no-match';
}
