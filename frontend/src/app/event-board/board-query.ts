import type { EventFilter } from '@signalbox/contracts';
import {
  DEFAULT_SORT,
  LIMITS,
  SORTS,
  STATES,
  STATUSES,
  type Sort,
  type State,
  type Status,
} from '@signalbox/contracts/vocabulary';

export const RANGES = ['15m', '1h', '6h', '24h', '7d'] as const;
export type Range = (typeof RANGES)[number];
const DEFAULT_RANGE: Range = '1h';
export const PAGE_SIZES = [25, 50, 100, 200] as const;

/** A part of the address that cannot be read, and what it should be. */
export interface BrokenFilter {
  readonly name: string;
  readonly value: string;
  readonly expects: string;
}

/** What the address says about the board; everything that a person may want to send to another. */
export interface BoardQuery {
  readonly state: readonly State[];
  readonly status: readonly Status[];
  readonly source: readonly string[];
  readonly type: readonly string[];
  readonly assignee: readonly string[];
  readonly diverged: boolean;
  readonly q: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly sort: Sort;
  readonly limit: number;
  /** An opaque place of an earlier answer, or `last`. */
  readonly page: string | null;
  /** Which page that is, counted from 1; null where nobody counted. */
  readonly at: number | null;
  /** The event whose detail is open. */
  readonly event: string | null;
  /** The dead letters are open: `list`, or the one that is read. */
  readonly letters: string | null;
  readonly range: Range;
  readonly broken: readonly BrokenFilter[];
}

const oneOf = <Word extends string>(words: readonly Word[], value: string): value is Word =>
  (words as readonly string[]).includes(value);

class Reader {
  readonly broken: BrokenFilter[] = [];
  private readonly search: URLSearchParams;

  constructor(search: string) {
    this.search = new URLSearchParams(search);
  }

  texts(name: string): string[] {
    return [...new Set(this.search.getAll(name).filter((value) => value !== ''))];
  }

  text(name: string): string | null {
    return this.search.get(name) || null;
  }

  words<Word extends string>(name: string, words: readonly Word[]): Word[] {
    return this.texts(name).filter((value): value is Word => {
      if (oneOf(words, value)) return true;
      this.breaks(name, value, `expects ${words.join(', ')}`);
      return false;
    });
  }

  word<Word extends string>(name: string, words: readonly Word[], otherwise: Word): Word {
    return this.words(name, words)[0] ?? otherwise;
  }

  number(name: string, most: number): number | null {
    const value = this.text(name);
    if (value === null) return null;
    const number = Number(value);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    this.breaks(name, value, `expects a whole number from 1 to ${most}`);
    return null;
  }

  time(name: string): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const time = Date.parse(value);
    if (!Number.isNaN(time)) return new Date(time).toISOString();
    this.breaks(name, value, 'expects a time, as in 2026-11-22T03:00:00Z');
    return null;
  }

  flag(name: string): boolean {
    const value = this.text(name);
    if (value !== null && value !== 'true') this.breaks(name, value, 'expects true');
    return value === 'true';
  }

  private breaks(name: string, value: string, expects: string): void {
    this.broken.push({ name, value, expects });
  }
}

export function readQuery(search: string): BoardQuery {
  const read = new Reader(search);
  return {
    state: read.words('state', STATES),
    status: read.words('status', STATUSES),
    source: read.texts('source'),
    type: read.texts('type'),
    assignee: read.texts('assignee'),
    diverged: read.flag('diverged'),
    q: (read.text('q') ?? '').slice(0, LIMITS.searchLength),
    from: read.time('from'),
    to: read.time('to'),
    sort: read.word('sort', SORTS, DEFAULT_SORT),
    limit: read.number('limit', LIMITS.pageMost) ?? LIMITS.pageDefault,
    page: read.text('page'),
    at: read.number('at', Number.MAX_SAFE_INTEGER),
    event: read.text('event'),
    letters: read.text('dead-letters'),
    range: read.word('range', RANGES, DEFAULT_RANGE),
    broken: read.broken,
  };
}

type Pairs = [name: string, value: string][];
const many = (name: string, values: readonly string[]): Pairs => values.map((value) => [name, value]);
const maybe = (name: string, value: string | number | null, byDefault?: string | number): Pairs =>
  value === null || value === '' || value === byDefault ? [] : [[name, String(value)]];
const write = (pairs: Pairs): string => new URLSearchParams(pairs).toString();

type Lens = Pick<BoardQuery, 'state' | 'status' | 'diverged'>;
type Scope = Pick<BoardQuery, 'source' | 'type' | 'assignee' | 'q' | 'from' | 'to'>;

const lensPairs = (lens: Lens): Pairs => [
  ...many('state', lens.state),
  ...many('status', lens.status),
  ...maybe('diverged', lens.diverged ? 'true' : null),
];
const scopePairs = (scope: Scope): Pairs => [
  ...many('source', scope.source),
  ...many('type', scope.type),
  ...many('assignee', scope.assignee),
  ...maybe('q', scope.q),
  ...maybe('from', scope.from),
  ...maybe('to', scope.to),
];

/** The filters as the gateway takes them, without state, status and diverged: what the toggles count within. */
export const scopeSearch = (query: BoardQuery): string => write(scopePairs(query));
/** The filters as the gateway takes them. */
export const filterSearch = (query: BoardQuery): string => write([...lensPairs(query), ...scopePairs(query)]);
/** The list as the gateway takes it. */
export const listSearch = (query: BoardQuery): string =>
  write([
    ...lensPairs(query),
    ...scopePairs(query),
    ...maybe('sort', query.sort, DEFAULT_SORT),
    ['limit', String(query.limit)],
    ...maybe('page', query.page),
  ]);

/** The address of the board; what is as by default is not mentioned. */
export const writeQuery = (query: BoardQuery): string =>
  write([
    ...lensPairs(query),
    ...scopePairs(query),
    ...maybe('sort', query.sort, DEFAULT_SORT),
    ...maybe('limit', query.limit, LIMITS.pageDefault),
    ...maybe('page', query.page),
    ...maybe('at', query.page === null ? null : query.at),
    ...maybe('range', query.range, DEFAULT_RANGE),
    ...maybe('event', query.event),
    ...maybe('dead-letters', query.letters),
  ]);

/** The filters as the contracts' `matches` takes them. */
export function filterOf(query: BoardQuery): EventFilter {
  const some = <Value>(values: readonly Value[]) => (values.length > 0 ? [...values] : undefined);
  const filter = {
    state: some(query.state),
    status: some(query.status),
    source: some(query.source),
    type: some(query.type),
    assignee: some(query.assignee),
    diverged: query.diverged ? (true as const) : undefined,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** A filter in force, as a chip names it. */
export interface FilterInForce {
  readonly name: string;
  readonly value: string;
  /** The query without it. */
  readonly without: Partial<BoardQuery>;
}

export function filtersInForce(query: BoardQuery): FilterInForce[] {
  const each = (name: 'state' | 'status' | 'source' | 'type' | 'assignee'): FilterInForce[] =>
    (query[name] as readonly string[]).map((value) => ({
      name,
      value,
      without: { [name]: (query[name] as readonly string[]).filter((other) => other !== value) },
    }));
  const single = (name: 'q' | 'from' | 'to', nothing: string | null): FilterInForce[] =>
    query[name] ? [{ name, value: query[name], without: { [name]: nothing } }] : [];
  return [
    ...each('status'),
    ...each('state'),
    ...(query.diverged ? [{ name: 'diverged', value: 'true', without: { diverged: false } }] : []),
    ...each('source'),
    ...each('type'),
    ...each('assignee'),
    ...single('q', ''),
    ...single('from', null),
    ...single('to', null),
  ];
}

export const NO_FILTER = {
  state: [],
  status: [],
  source: [],
  type: [],
  assignee: [],
  diverged: false,
  q: '',
  from: null,
  to: null,
} as const satisfies Partial<BoardQuery>;
export const isFiltered = (query: BoardQuery): boolean => filterSearch(query) !== '';
