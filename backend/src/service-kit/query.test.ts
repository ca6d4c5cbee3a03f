import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Type from 'typebox';
import { ProblemError } from './problem.ts';
import { readQuery } from './query.ts';

const schema = Type.Object({
  status: Type.Optional(Type.Array(Type.Enum(['ok', 'error']), { maxItems: 2 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  from: Type.Optional(Type.String({ format: 'date-time' })),
  q: Type.Optional(Type.String({ maxLength: 5 })),
  diverged: Type.Optional(Type.Literal(true)),
});
const read = (query: string) => readQuery(schema, `/v1/events${query}`);

function blames(query: string) {
  try {
    read(query);
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.code, 'invalid-query');
    return error.details.errors;
  }
  assert.fail('was taken');
}

describe('queries', () => {
  for (const [query, values] of [
    ['', {}],
    ['?', {}],
    ['?&&', {}],
    ['?status=ok', { status: ['ok'] }],
    ['?status=ok&limit=20&status=error', { status: ['ok', 'error'], limit: 20 }],
    ['?from=2026-11-22T03%3A00%3A00%2B01:00', { from: '2026-11-22T02:00:00.000Z' }],
    ['?q=a+b%2B', { q: 'a b+' }],
    ['?q=', { q: '' }],
    ['?q=a=b', { q: 'a=b' }],
    ['?diverged=true', { diverged: true }],
    ['?q=%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80', { q: '😀😀😀😀😀' }],
  ] as const) {
    it(`reads ${query}`, () => assert.deepEqual(read(query), values));
  }

  for (const [query, parameter, detail] of [
    ['?limit=0', 'limit', 'must be a whole number from 1 to 500'],
    ['?limit=501', 'limit', 'must be a whole number from 1 to 500'],
    ['?limit=', 'limit', 'must be a whole number from 1 to 500'],
    ['?limit=1.0', 'limit', 'must be a whole number from 1 to 500'],
    ['?limit=1e2', 'limit', 'must be a whole number from 1 to 500'],
    ['?limit=5&limit=5', 'limit', 'must occur once'],
    ['?status=bad', 'status', 'must be ok or error, at most 2 times'],
    ['?status=ok&status=ok&status=ok', 'status', 'must be ok or error, at most 2 times'],
    ['?from=yesterday', 'from', 'must be an RFC 3339 time'],
    ['?from=2026-11-22T03:00:00Z[Europe/Paris]', 'from', 'must be an RFC 3339 time'],
    ['?diverged=false', 'diverged', 'must be true'],
    ['?q=123456', 'q', 'must have 0 to 5 characters'],
    ['?colour=red', 'colour', 'is not known here'],
    ['?__proto__=1', '__proto__', 'is not known here'],
    ['?toString=1', 'toString', 'is not known here'],
    ['?q=%ff', 'q', 'must be percent-encoded UTF-8 without NUL'],
    ['?q=%c0%a0', 'q', 'must be percent-encoded UTF-8 without NUL'],
    ['?q=%zz', 'q', 'must be percent-encoded UTF-8 without NUL'],
    ['?q=%00', 'q', 'must be percent-encoded UTF-8 without NUL'],
  ] as const) {
    it(`refuses ${query} by name`, () => assert.deepEqual(blames(query), [{ parameter, detail }]));
  }

  it('names everything that is wrong at once', () => {
    assert.deepEqual(
      blames('?limit=x&status=y&z=1')?.map(({ parameter }) => parameter),
      ['z', 'status', 'limit'],
    );
  });
});
