import { SORTS } from '@signalbox/contracts/vocabulary';
import { FILLED } from '../fill-sqlite.ts';
import type { Engine } from '../results.ts';
import { POSITIONS, type Position } from './page-places.ts';
import type { SampleValues, Span } from './sample-values.ts';

/** One kind of question; its paths are asked in turn. */
export interface QueryWork {
  readonly name: string;
  readonly paths: readonly string[];
  /** Where in the list; none for what is no list. */
  readonly position?: Position;
  readonly p99: number;
  /** p50 with many events, as a multiple of that with few. */
  readonly grows?: number;
}

const LIST = '/v1/events';
const SIMPLE_MS = 10;
const MIXED_MS = 30;
const SEARCH_MS = 50;
const GROWS = 5;

const query = (path: string, parameters: Readonly<Record<string, string>>): string =>
  Object.keys(parameters).length === 0 ? path : `${path}?${new URLSearchParams(parameters).toString()}`;

const everywhere = (work: QueryWork): QueryWork[] => POSITIONS.map((position) => ({ ...work, position }));

/** No filter in every sort, and the filters that cost nothing. */
export function simplePages(): QueryWork[] {
  const sorted = SORTS.map((sort) => ({ name: `no filter, ${sort}`, filter: { sort } }));
  const filtered = [
    { name: 'state', filter: { state: 'open' } },
    { name: 'status', filter: { status: 'error' } },
    { name: 'state and status', filter: { state: 'open', status: 'error' } },
    { name: 'diverged', filter: { diverged: 'true' } },
  ];
  return [...sorted, ...filtered].flatMap(({ name, filter }) =>
    everywhere({ name, paths: [query(LIST, filter)], p99: SIMPLE_MS, grows: GROWS }),
  );
}

type Filter = Readonly<Record<string, string>>;

/** Filters by source, type, assignee and times, and mixtures of them. */
export function mixedPages({ sources, types, assignees, shortSpan, longSpan }: SampleValues): QueryWork[] {
  const by = (name: string, values: readonly string[], more: Filter = {}): Filter[] =>
    values.map((value) => ({ [name]: value, ...more }));
  const [type = ''] = types;
  const span = ({ from, to }: Span): Filter => ({ from, to });
  const filters: Readonly<Record<string, readonly Filter[]>> = {
    source: by('source', sources),
    type: by('type', types),
    assignee: by('assignee', assignees),
    'a hundredth of the time': [span(shortSpan)],
    'a tenth of the time': [span(longSpan)],
    'source and state': by('source', sources, { state: 'open' }),
    'source and type': by('source', sources, { type }),
    'source, state and status': by('source', sources, { state: 'open', status: 'error' }),
    'source and a tenth of the time': by('source', sources, span(longSpan)),
    'type and state': by('type', types, { state: 'open' }),
    'type, status and a tenth of the time': by('type', types, { status: 'error', ...span(longSpan) }),
    'assignee and state': by('assignee', assignees, { state: 'acknowledged' }),
    'source, oldest change first': by('source', sources, { sort: 'changedAt' }),
    'type, by status': by('type', types, { sort: '-status' }),
  };
  return Object.entries(filters)
    .filter(([, variants]) => variants.length > 0)
    .flatMap(([name, variants]) =>
      everywhere({ name, paths: variants.map((filter) => query(LIST, filter)), p99: MIXED_MS }),
    );
}

/** Counts and a histogram of sixty buckets; words that are rare, common, and never together. */
export function otherQuestions({ sources, types }: SampleValues, engine: Engine): QueryWork[] {
  const { common, even, odd, rare } = FILLED.words;
  const [source = ''] = sources;
  const [type = ''] = types;
  const search = (what: string, q: string, more: Filter = {}): QueryWork => ({
    name: `search: ${what}`,
    paths: [query(LIST, { q, ...more })],
    p99: engine === 'sqlite' ? SEARCH_MS : Infinity,
  });
  return [
    { name: 'summary', paths: ['/v1/summary'], p99: SIMPLE_MS },
    {
      name: 'summary by source',
      paths: sources.map((one) => query('/v1/summary', { source: one })),
      p99: SIMPLE_MS,
    },
    search('a word of every message', common),
    search('a word of every second message', even),
    search('a rare word', rare),
    search('a word that is nowhere', 'qqqzzz'),
    search('two common words', `${common} ${even}`),
    search('two common words that never meet', `${even} ${odd}`),
    search('a common word and a source', common, { source }),
    search('a common word and a type', common, { type }),
    search('a common word and a state', common, { state: 'open' }),
  ];
}
