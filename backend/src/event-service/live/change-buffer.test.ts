import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeChange } from '../../../test/support/make-change.ts';
import type { ChangeBatch } from './change-batch.ts';
import { ChangeBuffer } from './change-buffer.ts';

/** The entries after `after` up to `to`. */
function batch(after: number, to: number, { epoch = 'e', message = '' } = {}): ChangeBatch {
  const entries = Array.from({ length: to - after }, (_, index) => {
    const change = makeChange(after + index + 1, `event-${after + index + 1}`);
    return { ...change, event: { ...change.event, message } };
  });
  return { after: `${epoch}-${after}`, cursor: `${epoch}-${to}`, entries, refresh: false };
}

function bufferOf(...batches: ChangeBatch[]): ChangeBuffer {
  const buffer = new ChangeBuffer();
  for (const one of batches) buffer.push(one);
  return buffer;
}
const since = (buffer: ChangeBuffer, cursor: string) => buffer.since(cursor)?.map((one) => one.cursor);

describe('the buffer of changes', () => {
  const buffer = bufferOf(batch(10, 20), batch(20, 25), batch(25, 40));

  for (const [cursor, found] of [
    ['e-10', ['e-20', 'e-25', 'e-40']],
    ['e-20', ['e-25', 'e-40']],
    ['e-22', ['e-25', 'e-40']],
    ['e-40', []],
    ['e-9', undefined],
    ['e-41', undefined],
    ['f-20', undefined],
    ['rubbish', undefined],
  ] as const) {
    it(`leads on from ${cursor} with ${String(found)}`, () => assert.deepEqual(since(buffer, cursor), found));
  }

  it('knows nothing at first', () => assert.equal(new ChangeBuffer().since('e-1'), undefined));

  it('forgets everything where a piece is missing', () => {
    const broken = bufferOf(batch(10, 20), batch(21, 30));
    assert.equal(broken.since('e-15'), undefined);
    assert.deepEqual(since(broken, 'e-21'), ['e-30']);
  });

  it('keeps 5,000 entries at most', () => {
    const full = bufferOf(
      ...Array.from({ length: 120 }, (_, index) => batch(index * 100, index * 100 + 100)),
    );
    assert.equal(full.since('e-6999'), undefined);
    assert.equal(full.since('e-7000')?.length, 50);
  });

  it('keeps 16 MiB at most', () => {
    const message = 'x'.repeat(4_096);
    const full = bufferOf(
      ...Array.from({ length: 50 }, (_, index) => batch(index * 100, index * 100 + 100, { message })),
    );
    assert.equal(full.since('e-0'), undefined);
    const kept = full.since('e-4900');
    assert.equal(kept?.length, 1);
    const first = Array.from({ length: 50 }, (_, index) => index * 100).find((seq) => full.since(`e-${seq}`));
    const bytes = (5_000 - (first ?? 0)) * (4_096 * 5);
    assert.ok(bytes <= 16 * 1_024 * 1_024, `${bytes} bytes`);
  });
});
