import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from '../../bench/options.ts';

test('without a name everything is measured, five windows each', () => {
  const options = readOptions([]);
  assert.ok(options && 'sections' in options);
  assert.deepEqual(options.sections, ['ingest', 'query', 'feed', 'fan-out', 'brokers']);
  assert.equal(options.engine, 'sqlite');
  assert.equal(options.repeat, 5);
});

test('a section, an engine and a number of rows can be named', () => {
  const options = readOptions(['query', '--engine', 'postgres', '--rows', '10000000']);
  assert.ok(options && 'sections' in options);
  assert.deepEqual([options.sections, options.engine, options.rows], [['query'], 'postgres', 10_000_000]);
});

test('report takes the files that it writes of', () => {
  assert.deepEqual(readOptions(['report', 'a.json', 'b.json']), { files: ['a.json', 'b.json'] });
});

const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [['speed'], /^What is measured is one of ingest, query, feed, fan-out, brokers, and not "speed"\.$/],
  [['--engine', 'oracle'], /^--engine is one of sqlite, postgres, and not "oracle"\.$/],
  [['--rows', 'many'], /^--rows is a number from 0 to 100000000, and not "many"\.$/],
  [['--fast'], /'--fast'.*--help lists the options\.$/],
  [['report'], /^report needs the files that --json wrote\.$/],
];

for (const [args, sentence] of WRONG) {
  test(`says what is wrong with: ${args.join(' ')}`, () => {
    assert.throws(() => readOptions(args), { name: 'OptionsError', message: sentence });
  });
}
