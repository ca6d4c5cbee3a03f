import type { BoardQuery } from './board-query';
import type { Total } from './summary-state';

export interface PageFigures {
  /** The first and the last event of the page, counted from 1; null where nobody counted. */
  readonly from: number | null;
  readonly to: number | null;
  readonly at: number | null;
  readonly pages: number | null;
}

interface Known {
  readonly query: Pick<BoardQuery, 'page' | 'at' | 'limit'>;
  readonly shown: number;
  readonly hasNext: boolean;
  readonly total: Total | undefined;
}

/** The numbers of a page. Its place is an opaque token, so they are counted on the way there. */
export function pageFigures({ query, shown, hasNext, total }: Known): PageFigures {
  const known = total?.count ?? 0;
  const counted = query.page === null ? 1 : query.at;
  const end = counted === null || query.page === 'last' ? null : (counted - 1) * query.limit + shown;
  const isLast = query.page === 'last';
  const to = isLast ? (total?.exact ? known : null) : end;
  const least = Math.max(1, Math.ceil(known / query.limit), (counted ?? 1) + (hasNext ? 1 : 0));
  const pages = total?.exact && !isLast ? least : isLast ? Math.max(1, Math.ceil(known / query.limit)) : null;
  return {
    from: to === null ? null : Math.min(to, Math.max(0, to - shown) + 1),
    to,
    at: isLast ? pages : counted,
    pages,
  };
}
