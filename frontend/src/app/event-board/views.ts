import type { BoardQuery } from './board-query';
import type { SummaryState } from './summary-state';

type Lens = Pick<BoardQuery, 'state' | 'status' | 'diverged'>;

/** A way to look at the board that is asked for often; its address is a filter like any other. */
export interface View {
  readonly name: string;
  readonly href: string;
  readonly lens: Lens;
  readonly count: (summary: SummaryState) => number;
}

export const VIEWS: readonly View[] = [
  {
    name: 'Needs attention',
    href: '/?state=open',
    lens: { state: ['open'], status: [], diverged: false },
    count: (summary) => summary.inState('open'),
  },
  {
    name: 'Diverged',
    href: '/?diverged=true',
    lens: { state: [], status: [], diverged: true },
    count: (summary) => summary.diverged(),
  },
  {
    name: 'Completed',
    href: '/?state=completed',
    lens: { state: ['completed'], status: [], diverged: false },
    count: (summary) => summary.inState('completed'),
  },
  {
    name: 'All',
    href: '/',
    lens: { state: [], status: [], diverged: false },
    count: (summary) => summary.all(),
  },
];

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((value) => b.includes(value));

export const isView = ({ lens }: View, query: BoardQuery): boolean =>
  lens.diverged === query.diverged && same(lens.state, query.state) && same(lens.status, query.status);
