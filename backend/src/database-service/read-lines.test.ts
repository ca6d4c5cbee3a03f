import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineSplitter, type Line } from './read-lines.ts';

const MOST = 10;

function read(chunks: readonly (string | Buffer)[]): (string | undefined)[] {
  const splitter = new LineSplitter(MOST);
  const lines: Line[] = chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk)));
  return [...lines, ...splitter.end()].map(({ text }) => text);
}

const CASES: readonly [string, readonly string[], readonly (string | undefined)[]][] = [
  ['nothing', [], []],
  ['LF, CR LF and no end', ['a\nb\r\nc'], ['a', 'b', 'c']],
  ['blank lines', ['\n\r\n \t\na\n\n'], ['a']],
  ['lines across chunks', ['a', 'b\nc', '\n', 'd'], ['ab', 'c', 'd']],
  ['a character across chunks', ['ü\n'], ['ü']],
  ['a line of just the limit', ['0123456789\r\n0123456789'], ['0123456789', '0123456789']],
  ['a line that is too long', ['a\n01234567890\nb'], ['a', undefined, 'b']],
  [
    'one that is too long over many chunks',
    ['a\n', ...Array<string>(50).fill('0123456789'), '\nb\n'],
    ['a', undefined, 'b'],
  ],
  ['a last one that is too long', ['a\n01234567890123'], ['a', undefined]],
  ['one that is too long in bytes alone', ['a\nüüüüüü\nb\n'], ['a', undefined, 'b']],
  ['one BOM of each line', ['\ufeffa\n\ufeff\ufeffb\nc\n'], ['a', '\ufeffb', 'c']],
];

for (const [name, chunks, expected] of CASES) {
  test(`reads ${name}`, () => {
    assert.deepEqual(read(chunks), expected);
    const bytes = [...Buffer.from(chunks.join(''))].map((byte) => Buffer.from([byte]));
    assert.deepEqual(read(bytes), expected, 'byte by byte');
  });
}

test('a line that is not UTF-8 spoils none of its neighbours', () => {
  const bytes = Buffer.concat([Buffer.from('a\nb\nü'), Buffer.from([0xff]), Buffer.from('\nc\r\n \nd\ne')]);
  assert.deepEqual(read([bytes]), ['a', 'b', undefined, 'c', 'd', 'e']);
});

test('of a line that is too long nothing is held', () => {
  const splitter = new LineSplitter(MOST);
  const piece = Buffer.alloc(MOST, 'x');
  for (let count = 0; count < 1_000; count += 1) assert.deepEqual(splitter.push(piece), []);
  assert.equal(splitter.heldBytes, 0);
  assert.equal(splitter.end().length, 1);
});
