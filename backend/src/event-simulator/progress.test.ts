import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { Progress } from './progress.ts';
import { Tally } from './tally.ts';

/** A progress whose clock is the test's, and what it writes. */
function progressOn(t: TestContext, output: { isTTY: boolean; columns?: number }, events?: number) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const written: string[] = [];
  const tally = new Tally();
  const stream = { ...output, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const progress = new Progress({ tally, output: stream, ...(events !== undefined && { events }) });
  return { written, tally, progress };
}

describe('progress', () => {
  it('rewrites one line of a terminal, four times a second, within its width', (t) => {
    const { written, tally, progress } = progressOn(t, { isTTY: true, columns: 40 });
    tally.add({ created: 1_000, updated: 2, repeated: 0, late: 0, duplicate: 0, rejected: 0 });
    t.mock.timers.tick(1_000);
    progress.end();
    assert.equal(written.length, 5);
    const [erase = '', line = ''] = /^(\r\x1b\[2K)(.*)$/.exec(written[0] ?? '')?.slice(1) ?? [];
    assert.equal(erase, '\r\x1b[2K');
    assert.match(line, /^0 s {2}[\d,]+\/s {2}sent 1,002 {2}/);
    assert.ok(line.length < 40);
  });

  it('writes a line into a log every few seconds, and not the same again', (t) => {
    const { written, tally, progress } = progressOn(t, { isTTY: false });
    tally.add({ created: 3, updated: 0, repeated: 0, late: 0, duplicate: 2, rejected: 0 });
    t.mock.timers.tick(20_000);
    progress.end();
    assert.equal(written.length, 1);
    assert.match(
      written[0] ?? '',
      /sent 5 {2}created 3 {2}updated 0 {2}repeated 0 {2}duplicates 2 {2}errors 0\n$/,
    );
  });

  it('draws a bar for a backfill', (t) => {
    const { written, tally, progress } = progressOn(t, { isTTY: false }, 2_000);
    tally.add({ created: 500, updated: 0, repeated: 0, late: 0, duplicate: 0, rejected: 0 });
    t.mock.timers.tick(5_000);
    progress.end();
    assert.match(written[0] ?? '', /\[█{7}░{23}\] 25 % {2}500 of 2,000 events\n$/);
  });
});
