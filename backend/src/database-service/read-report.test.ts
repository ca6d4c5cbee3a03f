import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIMITS } from '@signalbox/contracts';
import { readReport } from './read-report.ts';

const NOW = '2026-11-22T03:00:00.000Z';
const read = (value: unknown) =>
  readReport(value, '#', { source: 'local', now: () => NOW, newId: () => 'new-id' });
const blamed = (value: unknown) => read(value).blames?.map(({ pointer, detail }) => `${pointer} ${detail}`);
const smallest = { status: 'error', message: 'disk full' };

test('fills in what the smallest report leaves out', () => {
  assert.deepEqual(read(smallest).report, { ...smallest, source: 'local', key: 'new-id', time: NOW });
  assert.equal(read({ ...smallest, id: 'r-1' }).report?.key, 'r-1');
  assert.equal(read({ ...smallest, id: 'r-1', key: 'k' }).report?.key, 'k');
});

test('normalises times to UTC with milliseconds', () => {
  const times: Record<string, string> = {
    '2026-11-22T04:00:00+01:00': '2026-11-22T03:00:00.000Z',
    '2026-11-22t03:00:00.123456789z': '2026-11-22T03:00:00.123Z',
    '2026-11-21T22:30:00.5-04:30': '2026-11-22T03:00:00.500Z',
    '0001-01-01T00:00:00Z': '0001-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z': '9999-12-31T23:59:59.999Z',
  };
  for (const [given, expected] of Object.entries(times)) {
    assert.equal(read({ ...smallest, time: given }).report?.time, expected);
  }
});

test('counts code points, not UTF-16 units nor what a person sees as one', () => {
  const emoji = '😀'.repeat(LIMITS.keyLength);
  assert.ok(read({ ...smallest, key: emoji }).report);
  assert.ok(read({ ...smallest, key: `${emoji}x` }).blames);
  const combined = 'e\u0301'.repeat(LIMITS.keyLength);
  assert.ok(read({ ...smallest, key: combined }).blames);
});

test('names everything that is wrong, by pointer', () => {
  assert.deepEqual(blamed({ status: 'bad', message: '', foo: 1, time: 'noon', 'a/b': 2 }), [
    '#/status must be ok, warning or error',
    '#/message must have at least 1 character',
    '#/foo is not known here',
    '#/time must be an RFC 3339 time',
    '#/a~1b is not known here',
  ]);
  assert.deepEqual(blamed({}), ['#/status is required', '#/message is required']);
  assert.deepEqual(blamed([]), ['# must be an object']);
  assert.deepEqual(blamed({ ...smallest, key: 7 }), ['#/key must be a string']);
  assert.deepEqual(blamed({ ...smallest, type: null }), ['#/type must be a string']);
});

test('bounds attributes in bytes and depth', () => {
  const nested = (depth: number): object => (depth === 1 ? {} : { a: nested(depth - 1) });
  assert.ok(read({ ...smallest, attributes: nested(LIMITS.attributesDepth) }).report);
  const tooDeep = read({ ...smallest, attributes: nested(LIMITS.attributesDepth + 1) });
  assert.match(tooDeep.blames?.[0]?.pointer ?? '', /^#\/attributes\/a\//);
  const fitting = { a: 'ü'.repeat((LIMITS.attributesBytes - '{"a":""}'.length) / 2) };
  assert.ok(read({ ...smallest, attributes: fitting }).report);
  assert.deepEqual(
    read({ ...smallest, attributes: { ...fitting, b: 1 } }).blames?.map(({ pointer }) => pointer),
    ['#/attributes'],
  );
  assert.ok(read({ ...smallest, attributes: [] }).blames);
});
