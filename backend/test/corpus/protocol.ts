import { post } from '../support/exchange.ts';
import type { CorpusEntry } from './corpus-entry.ts';

const report = { status: 'error', message: 'disk full' };

export const PROTOCOL: readonly CorpusEntry[] = [
  {
    name: 'a foreign host',
    sent: { path: '/v1/events', headers: { host: 'evil.example' } },
    expected: { problem: 'misdirected', header: 'Host' },
  },
  {
    name: 'a host that looks like ours',
    sent: { path: '/v1/events', headers: { host: 'localhost.evil.example' } },
    expected: { problem: 'misdirected', header: 'Host' },
  },
  {
    name: 'our host by name, in capitals',
    sent: { path: '/v1/events', headers: { host: 'LOCALHOST:8001' } },
    expected: { status: 200 },
  },
  {
    name: 'a write from another site',
    sent: post('/v1/reports', report, { 'sec-fetch-site': 'cross-site' }),
    expected: { problem: 'cross-site', header: 'Sec-Fetch-Site' },
  },
  {
    name: 'a write of another origin',
    sent: post('/v1/reports', report, { origin: 'https://evil.example' }),
    expected: { problem: 'cross-site', header: 'Origin' },
  },
  {
    name: 'a command of no origin',
    sent: post('/v1/events/{id}/comment', { note: 'x' }, { origin: 'null' }),
    expected: { problem: 'cross-site', header: 'Origin' },
  },
  {
    name: 'a read from another site',
    sent: { path: '/v1/events', headers: { 'sec-fetch-site': 'cross-site' } },
    expected: { status: 200 },
  },
  {
    name: 'headers that are too large',
    sent: { path: '/v1/events', headers: { 'x-large': 'x'.repeat(17 * 1_024) } },
    expected: { problem: 'headers-too-large' },
  },
  { name: 'no such address', sent: { path: '/v1/nothing' }, expected: { problem: 'not-found' } },
  { name: 'the address of the gateway', sent: { path: '/api/events' }, expected: { problem: 'not-found' } },
  {
    name: 'a path that climbs',
    sent: { path: '/v1/events/../../etc/passwd' },
    expected: { problem: 'not-found' },
  },
  ...['GET', 'PUT', 'DELETE', 'PATCH'].map((method): CorpusEntry => ({
    name: `${method} reports`,
    sent: { method, path: '/v1/reports' },
    expected: { problem: 'method-not-allowed' },
  })),
  { name: 'POST events', sent: post('/v1/events', report), expected: { problem: 'method-not-allowed' } },
  {
    name: 'PUT an event',
    sent: { method: 'PUT', path: '/v1/events/{id}' },
    expected: { problem: 'method-not-allowed' },
  },
  { name: 'HEAD events', sent: { method: 'HEAD', path: '/v1/events' }, expected: { status: 200 } },
  {
    name: 'HEAD changes, as a stream',
    sent: { method: 'HEAD', path: '/v1/changes', headers: { accept: 'text/event-stream' } },
    expected: { status: 200 },
  },
];
