import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { readLines } from './read-lines.ts';

const MOST = 10;

async function read(chunks: readonly (string | Buffer)[]): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  const body = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const lines of readLines(body, MOST)) {
    found.push(...lines.map(({ text }) => text?.toString('utf8')));
  }
  return found;
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
];

for (const [name, chunks, expected] of CASES) {
  test(`reads ${name}`, async () => {
    assert.deepEqual(await read(chunks), expected);
    const bytes = [...Buffer.from(chunks.join(''))].map((byte) => Buffer.from([byte]));
    assert.deepEqual(await read(bytes), expected, 'byte by byte');
  });
}
