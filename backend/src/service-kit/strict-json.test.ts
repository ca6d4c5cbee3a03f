import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from './problem.ts';
import { readJson } from './strict-json.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

function refusal(body: Uint8Array): ProblemError {
  try {
    readJson(body);
  } catch (error) {
    assert.ok(error instanceof ProblemError);
    assert.equal(error.code, 'unreadable');
    return error;
  }
  assert.fail('was taken');
}

describe('reading JSON from outside', () => {
  for (const text of [
    'null',
    '0',
    '""',
    '[]',
    '{}',
    ' {"a": [1, {"a": "\\u00e9"}]}\r\n',
    '"\u2028"',
    '1e400',
  ]) {
    it(`takes ${JSON.stringify(text)} as JSON.parse does`, () => {
      assert.deepEqual(readJson(bytes(text)), JSON.parse(text));
    });
  }

  it('takes one leading BOM off, and no second', () => {
    assert.deepEqual(readJson(bytes('\ufeff{"a":1}')), { a: 1 });
    refusal(bytes('\ufeff\ufeff{}'));
  });

  for (const [name, body] of Object.entries({
    'no bytes': Buffer.alloc(0),
    'white space': bytes(' \r\n\t'),
    'a BOM alone': bytes('\ufeff'),
  })) {
    it(`refuses ${name} as empty`, () => assert.match(refusal(body).message, /empty/));
  }

  for (const [name, body] of Object.entries({
    'a lone continuation byte': [0x22, 0x80, 0x22],
    'an overlong slash': [0x22, 0xc0, 0xaf, 0x22],
    'a surrogate in UTF-8': [0x22, 0xed, 0xa0, 0x80, 0x22],
    'a cut character': [0x22, 0xe2, 0x82],
    'UTF-16': [0xff, 0xfe, 0x7b, 0x00],
    'Latin 1': [0x22, 0xe9, 0x22],
  })) {
    it(`refuses ${name} as not UTF-8`, () => assert.match(refusal(Buffer.from(body)).message, /not UTF-8/));
  }

  for (const text of [
    '{"a":1}x',
    '{}{}',
    '{"a":1,}',
    "{'a':1}",
    '{a:1}',
    '[1,2',
    '"open',
    '"\\',
    '"\\u00"',
    '}',
    ']]]]',
    '01',
    'NaN',
    'Infinity',
    'undefined',
    '"a\nb"',
    '"\0"',
    '/* c */ {}',
    '{"a" "b"}',
    ',',
  ]) {
    it(`refuses ${JSON.stringify(text)} without quoting it`, () => {
      const { message } = refusal(bytes(text));
      assert.match(message, /^This is not JSON/);
    });
  }

  it('says where it stops being JSON', () => {
    assert.equal(refusal(bytes('{"a":1} x')).message, 'This is not JSON, from character 8 on.');
    assert.equal(refusal(bytes('{"a":')).message, 'This is not JSON: it ends too early, after 5 characters.');
  });
});

describe('keys that occur twice', () => {
  const pointerOf = (text: string) => refusal(bytes(text)).details.errors?.[0]?.pointer;

  for (const [text, pointer] of [
    ['{"status":"ok","status":"error"}', '#/status'],
    ['{"a":1,"b":{"c":1},"a":2}', '#/a'],
    ['{"a":1,"\\u0061":2}', '#/a'],
    ['{"a" : 1 ,\n"a"\t:2}', '#/a'],
    ['{"":1,"":2}', '#/'],
    ['{"a/b":1,"a/b":2}', '#/a~1b'],
    ['{"__proto__":1,"__proto__":2}', '#/__proto__'],
    ['[{"a":1},{"b":1,"b":2}]', '#/1/b'],
    ['[[1,2],3,{"b":1,"b":2}]', '#/2/b'],
    ['\ufeff [{"b":1,"b":2}]', '#/0/b'],
  ] as const) {
    it(`are refused in ${text}`, () => assert.equal(pointerOf(text), pointer));
  }

  for (const text of [
    '{"attributes":{"a":1,"a":2}}',
    '[{"a":1},{"a":2}]',
    '[{"attributes":{"a":1,"a":2}}]',
    '{"a":"a","b":"a"}',
    '{"a":"\\"a\\":1","b":"{\\"a\\":1}"}',
    '[["a","a"]]',
  ]) {
    it(`are none in ${text}`, () => assert.deepEqual(readJson(bytes(text)), JSON.parse(text)));
  }
});

describe('deep nesting', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it('is read up to 64', () => assert.ok(Array.isArray(readJson(bytes(nested(64))))));
  it('is refused from 65 on', () => assert.match(refusal(bytes(nested(65))).message, /deeper than 64/));
  it('does not count brackets in texts', () => {
    const text = JSON.stringify({ message: '['.repeat(1_000) });
    assert.deepEqual(readJson(bytes(text)), JSON.parse(text));
  });

  it('of a million levels is refused at once', () => {
    const started = performance.now();
    refusal(bytes('{"a":'.repeat(1_000_000)));
    assert.ok(performance.now() - started < 1_000);
  });
});
