import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { queryWords, searchWords } from './search-words.ts';

describe('the words of a text', () => {
  for (const [text, words] of [
    ['Lane-07 Über naïve', ['lane', '07', 'uber', 'naive']],
    ['OPS-306, "x" (a AND b) col:x NEAR( *', ['ops', '306', 'x', 'a', 'and', 'b', 'col', 'x', 'near']],
    ['障害 発生', ['障害', '発生']],
    ['id=019AA5F0-7e3b-7c4d-8a21-5f6e7d8c9b0a.', ['id', '019aa5f07e3b7c4d8a215f6e7d8c9b0a']],
    ['019aa5f07e3b7c4d8a215f6e7d8c9b0a', ['019aa5f07e3b7c4d8a215f6e7d8c9b0a']],
    ['a-019aa5f0-7e3b-7c4d-8a21-5f6e7d8c9b0a_b', ['a', '019aa5f07e3b7c4d8a215f6e7d8c9b0a', 'b']],
    ['x019aa5f0-7e3b-7c4d-8a21-5f6e7d8c9b0a', ['x019aa5f0', '7e3b', '7c4d', '8a21', '5f6e7d8c9b0a']],
    ['019aa5f0-7e3b', ['019aa5f0', '7e3b']],
    ['… — !', []],
    ['', []],
  ] as const) {
    it(JSON.stringify(text), () => assert.deepEqual(searchWords(text), words));
  }

  it('of a query are distinct and bounded', () => {
    assert.deepEqual(queryWords('a b a'), ['a', 'b']);
    assert.equal(queryWords(Array.from({ length: 99 }, (_, n) => `w${n}`).join(' ')).length, 16);
  });

  it('never contain anything but letters and digits, whatever the input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const word of searchWords(text)) assert.match(word, /^[\p{L}\p{N}]+$/u);
      }),
    );
  });
});
