import { LIMITS } from '@signalbox/contracts';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { post, type Sent } from '../support/exchange.ts';
import type { CorpusEntry } from './corpus-entry.ts';

const PATH = '/v1/reports';
const good = { status: 'error', message: 'disk full' };
const raw = (body: string | Buffer, headers: Sent['headers'] = {}) => post(PATH, body, headers);
const report = (more: object) => post(PATH, { ...good, ...more });
const nested = (depth: number) => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);
const withAttributes = (attributes: string) =>
  raw(`{"status":"ok","message":"x","attributes":${attributes}}`);
const long = (length: number) => 'x'.repeat(length);

const unreadable = (name: string, sent: Sent, pointer?: string): CorpusEntry => ({
  name,
  sent,
  expected: { problem: 'unreadable', ...(pointer !== undefined && { pointer }) },
});
const invalid = (name: string, sent: Sent, pointer: string): CorpusEntry => ({
  name,
  sent,
  expected: { problem: 'invalid', pointer },
});
const taken = (name: string, sent: Sent): CorpusEntry => ({ name, sent, expected: { status: 200 } });

export const REPORTS: readonly CorpusEntry[] = [
  unreadable('an empty body', raw('')),
  unreadable('blanks', raw(' \n')),
  unreadable('no JSON', raw('{"status":')),
  unreadable('two values', raw('{} {}')),
  unreadable('NaN', raw('{"status":"ok","message":"x","attributes":{"a":NaN}}')),
  unreadable('a byte that is not UTF-8', raw(Buffer.from('{"status":"ok","message":"\xff"}', 'latin1'))),
  unreadable(
    'an overlong sequence',
    raw(Buffer.concat([Buffer.from('{"message":"'), Buffer.from([0xc0, 0xa0]), Buffer.from('"}')])),
  ),
  unreadable('UTF-16', raw(Buffer.from(JSON.stringify(good), 'utf16le'))),
  unreadable('a raw NUL', raw('{"status":"ok","message":"\u0000"}')),
  unreadable('a key twice', raw('{"status":"ok","status":"error","message":"x"}'), '#/status'),
  unreadable(
    'a key twice, once escaped',
    raw('{"status":"ok","st\\u0061tus":"error","message":"x"}'),
    '#/status',
  ),
  unreadable(
    'a key twice in the second of an array',
    raw('[{"status":"ok","message":"x"},{"id":"a","id":"b"}]'),
    '#/1/id',
  ),
  unreadable('two BOMs', raw(`\ufeff\ufeff${JSON.stringify(good)}`)),
  unreadable('a hundred thousand brackets', raw('['.repeat(100_000))),
  unreadable('a damaged zstd stream', raw(Buffer.from('nonsense'), { 'content-encoding': 'zstd' })),
  taken('zstd', raw(zstdCompressSync(JSON.stringify(good)), { 'content-encoding': 'zstd' })),
  unreadable('a damaged gzip stream', raw(Buffer.from('nonsense'), { 'content-encoding': 'gzip' })),
  taken('one BOM', raw(`\ufeff${JSON.stringify(good)}`)),
  taken('gzip', raw(gzipSync(JSON.stringify(good)), { 'content-encoding': 'gzip' })),
  taken('an empty array', raw('[]')),

  ...['null', '3', '"x"', 'true'].map((value) => invalid(`${value} alone`, raw(value), '#')),
  invalid('no status', post(PATH, { message: 'x' }), '#/status'),
  invalid('no message', post(PATH, { status: 'ok' }), '#/message'),
  invalid('a status in capitals', report({ status: 'ERROR' }), '#/status'),
  invalid('a status that is a number', report({ status: 2 }), '#/status'),
  invalid('a status from the prototype', report({ status: 'toString' }), '#/status'),
  invalid('an unknown field', report({ severity: 1 }), '#/severity'),
  invalid('an unknown field with a slash and a tilde', report({ 'a/b~c': 1 }), '#/a~1b~0c'),
  invalid('a field of the prototype', report({ constructor: 1 }), '#/constructor'),
  invalid('__proto__', raw('{"status":"ok","message":"x","__proto__":{"status":"error"}}'), '#/__proto__'),
  invalid('__proto__ within attributes', withAttributes('{"a":{"__proto__":1}}'), '#/attributes/a/__proto__'),
  invalid('NUL in the message', report({ message: 'a\u0000b' }), '#/message'),
  invalid('NUL in an attribute', withAttributes('{"a":["\\u0000"]}'), '#/attributes/a/0'),
  invalid('NUL in the name of an attribute', withAttributes('{"a\\u0000":1}'), '#/attributes/a%00'),
  invalid('a lone surrogate in the key', raw('{"status":"ok","message":"x","key":"\\ud800"}'), '#/key'),
  invalid('a lone surrogate in an attribute', withAttributes('{"a":"\\udc00x"}'), '#/attributes/a'),
  invalid('a number that is not finite', withAttributes('{"a":1e400}'), '#/attributes/a'),
  invalid(
    'attributes nested deeper than allowed',
    withAttributes(nested(33)),
    `#/attributes${'/a'.repeat(32)}`,
  ),
  invalid(
    'attributes one byte too many',
    report({ attributes: { a: long(LIMITS.attributesBytes - 7) } }),
    '#/attributes',
  ),
  invalid('attributes that are an array', report({ attributes: [] }), '#/attributes'),
  invalid('attributes that are null', report({ attributes: null }), '#/attributes'),
  taken('attributes of just the limit', report({ attributes: { a: long(LIMITS.attributesBytes - 8) } })),
  taken('attributes nested as deep as allowed', withAttributes(nested(32))),
  taken('an integer beyond what doubles hold', withAttributes('{"a":9007199254740993}')),

  ...(['source', 'key', 'id'] as const).flatMap((name) => [
    invalid(`an empty ${name}`, report({ [name]: '' }), `#/${name}`),
    invalid(`a ${name} that is too long`, report({ [name]: long(256) }), `#/${name}`),
    invalid(`a ${name} that is a number`, report({ [name]: 7 }), `#/${name}`),
    invalid(`a ${name} that is null`, report({ [name]: null }), `#/${name}`),
    taken(`a ${name} of just the limit, in emoji`, report({ [name]: '😀'.repeat(255) })),
  ]),
  taken('an empty type', report({ type: '' })),
  invalid('a type that is too long', report({ type: long(256) }), '#/type'),
  invalid('an empty message', report({ message: '' }), '#/message'),
  invalid('a message that is too long', report({ message: long(LIMITS.messageLength + 1) }), '#/message'),
  taken('a message of just the limit', report({ message: 'ü'.repeat(LIMITS.messageLength) })),

  ...[
    '',
    'noon',
    '2026-11-22',
    '2026-11-22T03:00:00',
    '2026-11-22 03:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T03:60:00Z',
    '2026-11-22T03:00:00+24:00',
    '10000-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    ' 2026-11-22T03:00:00Z',
    '1795363736',
  ].map((time) => invalid(`the time "${time}"`, report({ time }), '#/time')),
  invalid('a time that is a number', report({ time: 1_795_363_736 }), '#/time'),
  ...[
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-11-22T03:00:00.123456789+05:30',
    '2026-11-22T23:59:60Z',
    '2026-11-22t03:00:00z',
  ].map((time) => taken(`the time ${time}`, report({ time }))),

  ...[
    '; DROP TABLE events;--',
    "' OR 1=1--",
    '=cmd|',
    '\u202e\u2028\u0085',
    '<img src=x onerror=alert(1)>',
    'a\r\n\r\nevent: x\r\n',
    '../../etc/passwd',
    '%00',
    '{"level":60}',
  ].map((text) =>
    taken(
      `the text ${JSON.stringify(text)}`,
      report({ source: text, key: text, id: text, type: text, message: text, attributes: { [text]: text } }),
    ),
  ),

  {
    name: 'more reports than one body may hold',
    sent: raw(
      `[${Array(LIMITS.reportsPerBody + 1)
        .fill('0')
        .join()}]`,
    ),
    expected: { problem: 'too-large', pointer: '#' },
  },
  {
    name: 'a body that is too large',
    sent: raw(Buffer.alloc(LIMITS.jsonBodyBytes + 1, ' ')),
    expected: { problem: 'too-large' },
  },
  {
    name: 'a body that grows too large',
    sent: raw(gzipSync(Buffer.alloc(LIMITS.jsonBodyBytes + 1, ' ')), { 'content-encoding': 'gzip' }),
    expected: { problem: 'too-large' },
  },
  {
    name: 'a body that grows too large from zstd',
    sent: raw(zstdCompressSync(Buffer.alloc(LIMITS.jsonBodyBytes + 1, ' ')), { 'content-encoding': 'zstd' }),
    expected: { problem: 'too-large' },
  },
  ...[
    'text/plain',
    'application/xml',
    'application/json garbage',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
  ].map((type): CorpusEntry => ({
    name: `the type ${type}`,
    sent: raw(JSON.stringify(good), { 'content-type': type }),
    expected: { problem: 'unsupported-media-type' },
  })),
  {
    name: 'no type at all',
    sent: { method: 'POST', path: PATH, body: JSON.stringify(good) },
    expected: { problem: 'unsupported-media-type' },
  },
  {
    name: 'another encoding',
    sent: raw('x', { 'content-encoding': 'br' }),
    expected: { problem: 'unsupported-media-type', header: 'Content-Encoding' },
  },
  taken(
    'a type in capitals, with parameters',
    raw(JSON.stringify(good), { 'content-type': 'Application/JSON ; Charset="utf-8"' }),
  ),
  {
    name: 'an unknown parameter',
    sent: { ...raw(JSON.stringify(good)), path: `${PATH}?foo=1` },
    expected: { problem: 'invalid-query', parameter: 'foo' },
  },
  {
    name: 'a wrong parameter',
    sent: { ...raw(JSON.stringify(good)), path: `${PATH}?receipts=some` },
    expected: { problem: 'invalid-query', parameter: 'receipts' },
  },

  {
    name: 'a bad one among good ones',
    sent: post(PATH, [good, { ...good, foo: 1 }, good]),
    expected: { rejected: '#/1/foo', others: 2 },
  },
  {
    name: 'no object among good ones',
    sent: post(PATH, [good, [good], good]),
    expected: { rejected: '#/1', others: 2 },
  },
  {
    name: 'too much in one among good ones',
    sent: post(PATH, [good, { ...good, attributes: { a: long(20_000) } }, good]),
    expected: { rejected: '#/1/attributes', others: 2 },
  },
];
