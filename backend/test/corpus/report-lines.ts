import { LIMITS } from '@signalbox/contracts';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { post } from '../support/exchange.ts';
import type { CorpusEntry } from './corpus-entry.ts';

const good = '{"status":"error","message":"disk full"}';
const lines = (body: string | Buffer, more: Record<string, string> = {}) =>
  post('/v1/reports', body, { 'content-type': 'application/x-ndjson', ...more });
const among = (name: string, line: string | Buffer, pointer = '#/1'): CorpusEntry => ({
  name: `${name} among good lines`,
  sent: lines(Buffer.concat([`${good}\n`, line, `\n${good}\n`].map((part) => Buffer.from(part)))),
  expected: { rejected: pointer, others: 2 },
});

export const REPORT_LINES: readonly CorpusEntry[] = [
  among('no JSON', 'nope'),
  among('a lone bracket', '['),
  among('an array', `[${good}]`),
  among('bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])),
  among('a line that is too long', `{"status":"ok","message":"${'x'.repeat(LIMITS.ndjsonLineBytes)}"}`),
  among('a line without an end in sight', Buffer.alloc(4 * 1_024 * 1_024, 'x')),
  among('a key twice', '{"status":"ok","status":"ok","message":"x"}'),
  among('an unknown field', '{"status":"ok","message":"x","foo":1}', '#/1/foo'),
  among('__proto__', '{"status":"ok","message":"x","__proto__":1}', '#/1/__proto__'),
  among('NUL', '{"status":"ok","message":"\\u0000"}', '#/1/message'),
  among('a lone surrogate', '{"status":"ok","message":"\\ud800"}', '#/1/message'),
  among(
    'a number that is not finite',
    '{"status":"ok","message":"x","attributes":{"a":-1e999}}',
    '#/1/attributes/a',
  ),
  among(
    'deep nesting',
    `{"status":"ok","message":"x","attributes":${'{"a":'.repeat(40)}1${'}'.repeat(41)}`,
    `#/1/attributes${'/a'.repeat(32)}`,
  ),
  among('a thousand brackets', '['.repeat(1_000)),
  { name: 'no lines at all', sent: lines(''), expected: { status: 200 } },
  {
    name: 'blank lines, CR LF, and a last line without end',
    sent: lines(`\r\n${good}\r\n\n  \n${good}`),
    expected: { rejected: undefined, others: 2 },
  },
  { name: 'a BOM', sent: lines(`\ufeff${good}\n`), expected: { rejected: undefined, others: 1 } },
  ...(
    [
      ['gzip', gzipSync],
      ['zstd', zstdCompressSync],
    ] as const
  ).flatMap(([coding, compress]) => compressed(coding, compress)),
];

function compressed(coding: string, compress: (body: string | Buffer) => Buffer): CorpusEntry[] {
  const sent = (body: Buffer) => lines(body, { 'content-encoding': coding });
  return [
    {
      name: coding,
      sent: sent(compress(`${good}\n${good}\n`)),
      expected: { rejected: undefined, others: 2 },
    },
    {
      name: `several members of ${coding}, a line across them`,
      sent: sent(Buffer.concat([compress(`${good}\n{"status":"ok",`), compress('"message":"x"}\n')])),
      expected: { rejected: undefined, others: 2 },
    },
    {
      name: `a ${coding} stream that is cut off`,
      sent: sent(compress(good).subarray(0, 20)),
      expected: { problem: 'unreadable' },
    },
    {
      name: `${coding} with something behind it`,
      sent: sent(Buffer.concat([compress(`${good}\n`), Buffer.alloc(8)])),
      expected: { problem: 'unreadable' },
    },
    {
      name: `a bomb of ${coding}`,
      sent: sent(compress(Buffer.alloc(64 * 1_024 * 1_024, 'x'))),
      expected: { rejected: '#/0', others: 0 },
    },
    {
      name: `a bomb of many lines in ${coding}`,
      sent: sent(compress(Buffer.alloc(4 * 1_024 * 1_024, ' \n'))),
      expected: { rejected: undefined, others: 0 },
    },
  ];
}
