import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { distance, parseCursor, sameEpoch } from './cursor.ts';

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

  for (const [place, newest, expected] of [
    ['e-3', 'e-10', 7],
    ['e-12', 'e-10', 0],
    ['f-3', 'e-10', null],
    ['0', 'e-10', null],
    ['e-3', null, null],
  ] as const) {
    it(`${place} is ${expected} behind ${newest}`, () => assert.equal(distance(place, newest), expected));
  }
});
