import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { queryWords, searchWords } from './search-words.ts';

describe('the words of a text', () => {
  for (const [text, words] of [
    ['Lane-07 Über naïve', ['lane', '07', 'uber', 'naive']],
    ['OPS-306, "x" (a AND b) col:x NEAR( *', ['ops', '306', 'x', 'a', 'and', 'b', 'col', 'x', 'near']],
    ['障害 発生', ['障害', '発生']],
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
