import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkText } from './check-text.ts';

describe('what no database keeps as it is', () => {
  for (const [json, pointer, detail] of [
    ['"\\u0000"', '#', /NUL/],
    ['{"message":"a\\u0000b"}', '#/message', /NUL/],
    ['{"a":{"b":["ok","\\ud800"]}}', '#/a/b/1', /surrogate/],
    ['{"a":"\\udc00\\ud800"}', '#/a', /surrogate/],
    ['{"a\\u0000":1}', '#/a%00', /NUL/],
    ['{"\\ud800":1}', '#/%EF%BF%BD', /surrogate/],
    ['{"a":1e400}', '#/a', /finite/],
    ['[1,-1e400]', '#/1', /finite/],
    ['{"attributes":{"__proto__":{"admin":true}}}', '#/attributes/__proto__', /__proto__/],
    ['{"__proto__":1}', '#/__proto__', /__proto__/],
    ['{"a/b~":"\\u0000"}', '#/a~1b~0', /NUL/],
    ['{"first":"\\u0000","second":1e400}', '#/first', /NUL/],
  ] as const) {
    it(`is found in ${json}`, () => {
      const blame = checkText(JSON.parse(json));
      assert.equal(blame?.pointer, pointer);
      assert.match(blame.detail, detail);
    });
  }

  for (const json of [
    '{"a":"😀 \\ud83d\\ude00 \\u2028 \\ufeff \\u200f"}',
    'null',
    '{"constructor":1,"prototype":2}',
    '1e308',
  ]) {
    it(`is not found in ${json}`, () => assert.equal(checkText(JSON.parse(json)), undefined));
  }

  it('continues a pointer', () => {
    assert.equal(checkText({ a: '\0' }, '#/3')?.pointer, '#/3/a');
  });
});

describe('depth', () => {
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  it('counts an object or array as one level', () => {
    assert.equal(checkText(nested(32), '#', 32), undefined);
    assert.match(checkText(nested(33), '#', 32)?.detail ?? '', /deeper than 32/);
    assert.equal(checkText('text', '#', 0), undefined);
  });

  it('of a million levels needs no stack of calls', () => {
    assert.match(checkText(nested(1_000_000), '#', 32)?.detail ?? '', /deeper than 32/);
  });
});
