import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCursor, sameEpoch } from './cursor.ts';

describe('cursors', () => {
  it('are an epoch and a number', () =>
    assert.deepEqual(parseCursor('9f3c21aa-4711'), { epoch: '9f3c21aa', seq: 4711 }));

  for (const text of [
    '',
    '0',
    'e-',
    '-1',
    'e-1-2',
    'e--1',
    'e-1.5',
    'e-1\n',
    'e 1-2',
    `e-${'9'.repeat(16)}`,
    'é-1',
  ]) {
    it(`are not ${JSON.stringify(text)}`, () => assert.equal(parseCursor(text), undefined));
  }

  it('belong to an epoch', () => {
    assert.ok(sameEpoch('e-1', 'e-2'));
    assert.ok(!sameEpoch('e-1', 'f-1'));
  });
});
