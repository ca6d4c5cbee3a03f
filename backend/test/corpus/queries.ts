import { LIMITS } from '@signalbox/contracts';
import type { CorpusEntry } from './corpus-entry.ts';

const wrong = (path: string, parameter: string): CorpusEntry => ({
  name: path.slice(0, 90),
  sent: { path },
  expected: { problem: 'invalid-query', parameter },
});
const taken = (path: string): CorpusEntry => ({
  name: path.slice(0, 90),
  sent: { path },
  expected: { status: 200 },
});
const unknownEpoch = '00000000-0';

/** What every list of filters refuses and takes. */
const filters = (path: string): CorpusEntry[] => [
  wrong(`${path}?foo=1`, 'foo'),
  wrong(`${path}?__proto__=1`, '__proto__'),
  wrong(`${path}?state=OPEN`, 'state'),
  wrong(`${path}?state=`, 'state'),
  wrong(`${path}?status=critical`, 'status'),
  wrong(`${path}?source=`, 'source'),
  wrong(`${path}?source=${'x'.repeat(256)}`, 'source'),
  wrong(`${path}?${'source=x&'.repeat(LIMITS.filterValuesMost + 1)}`, 'source'),
  wrong(`${path}?source=%00`, 'source'),
  wrong(`${path}?source=%ff`, 'source'),
  wrong(`${path}?source=%C0%A0`, 'source'),
  wrong(`${path}?diverged=false`, 'diverged'),
  wrong(`${path}?diverged=1`, 'diverged'),
  wrong(`${path}?q=${'x'.repeat(LIMITS.searchLength + 1)}`, 'q'),
  wrong(`${path}?q=a&q=b`, 'q'),
  wrong(`${path}?from=yesterday`, 'from'),
  wrong(`${path}?to=2026-11-22`, 'to'),
  ...[
    'OPS-306',
    '%22x',
    'a+AND',
    'NEAR(',
    '*',
    'col:x',
    "'+OR+1=1--",
    '%25_%5C',
    '%F0%9F%98%80',
    '(a%2B)%2B$',
    '',
  ].map((q) => taken(`${path}?q=${q}`)),
  taken(`${path}?state=open&state=completed&status=ok&source=a&type=b&assignee=c&id=d&diverged=true`),
  taken(`${path}?from=2026-11-22T03:00:00%2B01:00&to=2026-11-22T03:00:00Z`),
];

export const QUERIES: readonly CorpusEntry[] = [
  ...filters('/v1/events'),
  ...filters('/v1/summary'),
  ...filters('/v1/changes'),

  ...['0', '-1', '501', '1.5', '1e2', 'ten', '', '99999999999999999999'].map((limit) =>
    wrong(`/v1/events?limit=${limit}`, 'limit'),
  ),
  taken('/v1/events?limit=500'),
  wrong('/v1/events?limit=1&limit=2', 'limit'),
  wrong('/v1/events?sort=message', 'sort'),
  wrong('/v1/events?sort=changedAt;DROP', 'sort'),
  wrong('/v1/events?include=everything', 'include'),
  taken('/v1/events?include=attributes&page=last'),
  ...['first', '1', 'W10', 'bnVsbA', 'WyJhIiwibiIsMSwxXQ', '%22'].map((page) =>
    wrong(`/v1/events?page=${page}`, 'page'),
  ),
  wrong(`/v1/events?page=${'x'.repeat(2_049)}`, 'page'),

  wrong('/v1/events/{id}/journal?limit=501', 'limit'),
  wrong('/v1/events/{id}/journal?repeats=none', 'repeats'),
  wrong('/v1/events/{id}/journal?page=last', 'page'),
  taken('/v1/events/{id}/journal?repeats=all&limit=1'),

  ...['0', '241', 'many'].map((buckets) => wrong(`/v1/summary?buckets=${buckets}`, 'buckets')),
  wrong('/v1/summary?histogramFrom=2026-11-22T03:00:00Z&histogramTo=2026-11-22T03:00:00Z', 'histogramTo'),
  wrong('/v1/summary?histogramFrom=now', 'histogramFrom'),
  taken('/v1/summary?histogramFrom=0001-01-01T00:00:00Z&histogramTo=9999-12-31T23:59:59Z&buckets=1'),
  taken('/v1/summary?from=9999-01-01T00:00:00Z&to=0001-01-01T00:00:00Z'),

  ...['garbage', '-1', '1', `${unknownEpoch}x`, '00000000-99999999999999999999', 'ABCDEF01-1'].map((after) =>
    wrong(`/v1/changes?after=${after}`, 'after'),
  ),
  wrong('/v1/changes?after=', 'after'),
  wrong('/v1/changes?wait=31', 'wait'),
  wrong('/v1/changes?wait=-1', 'wait'),
  wrong('/v1/changes?limit=5001', 'limit'),
  wrong('/v1/changes?mode=some', 'mode'),
  taken('/v1/changes?after=0&limit=5000&mode=latest&wait=1'),
  {
    name: 'a cursor of another database',
    sent: { path: `/v1/changes?after=${unknownEpoch}` },
    expected: { problem: 'cursor-gone', parameter: 'after' },
  },
  {
    name: 'changes as a picture',
    sent: { path: '/v1/changes', headers: { accept: 'image/png' } },
    expected: { problem: 'not-acceptable', header: 'Accept' },
  },
  {
    name: 'a stream from garbage',
    sent: { path: '/v1/changes', headers: { accept: 'text/event-stream', 'last-event-id': 'garbage' } },
    expected: { problem: 'invalid-query', parameter: 'after' },
  },

  ...['no-such', '%2e%2e', '..%2fevents', '%5c', "'", '%00', '019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11'].flatMap(
    (id): CorpusEntry[] => [
      { name: `the event ${id}`, sent: { path: `/v1/events/${id}` }, expected: { problem: 'not-found' } },
      {
        name: `the journal of ${id}`,
        sent: { path: `/v1/events/${id}/journal` },
        expected: { problem: 'not-found' },
      },
    ],
  ),
  {
    name: 'an event whose id is not UTF-8',
    sent: { path: '/v1/events/%ff' },
    expected: { problem: 'bad-request' },
  },
  {
    name: 'an event whose id is endless',
    sent: { path: `/v1/events/${'x'.repeat(1_025)}` },
    expected: { problem: 'uri-too-long' },
  },
];
