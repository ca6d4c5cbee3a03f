import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeast, atMost, allOf, type Result } from '../../bench/results.ts';
import { reportText } from '../../bench/report/report-text.ts';

const machine = {
  processor: 'A Processor',
  cores: 2,
  memoryGiB: 16,
  system: 'Debian',
  flushMicroseconds: 120,
  node: '26.10.0',
  database: 'SQLite 3',
};

const result = (more: Partial<Result>): Result => ({
  section: 'ingest',
  engine: 'sqlite',
  rows: 0,
  command: 'npm run bench -- ingest',
  date: '2026-11-22T19:00:00.000Z',
  machine,
  windows: { repeat: 5, seconds: 1.5 },
  lines: [],
  ...more,
});

test('a line says whether it reaches its aim, and those that do not are named on top', () => {
  const text = reportText([
    result({
      lines: [
        { work: 'well', rate: 60_000, ratio: 0.6, aim: atLeast(0.6, 0.5, 'of raw') },
        { work: 'badly', p99: 41.5, aim: allOf(atMost(41.5, 10, 'ms p99'), atMost(1, 5, '× p50')) },
      ],
    }),
  ]);
  assert.match(text, /1 of 2 aims are reached/);
  assert.match(text, /\| well \| 60,000 \| 0\.60 \|.*≥ 0\.5 of raw: reached/);
  assert.match(text, /- SQLite: badly \(≤ 10 ms p99; ≤ 5 × p50\)/);
  assert.match(text, /\*\*≤ 10 ms p99; ≤ 5 × p50: missed\*\*/);
});

test('machine, versions, date and command stand beside the figures', () => {
  const text = reportText([result({})]);
  assert.match(text, /A Processor, 2 cores, 16 GiB, Debian; Node 26\.10\.0; SQLite 3/);
  assert.match(text, /`npm run bench -- ingest`: 2026-11-22 19:00 UTC on A Processor, medians of 5 windows/);
  assert.match(text, /flush of 4 KiB took 120 µs/);
});

test('of two runs alike the later one counts', () => {
  const older = result({ lines: [{ work: 'older', rate: 1 }] });
  const newer = result({ date: '2026-11-23T00:00:00.000Z', lines: [{ work: 'newer', rate: 2 }] });
  const text = reportText([newer, older]);
  assert.match(text, /newer/);
  assert.doesNotMatch(text, /older/);
});

test('an aim that a figure cannot be compared with is missed', () => {
  assert.equal(atMost(NaN, 5, 'ms').met, false);
  assert.equal(atLeast(NaN, 5, 'ms').met, false);
});
