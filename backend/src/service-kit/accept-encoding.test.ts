import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acceptedCoding } from './accept-encoding.ts';

describe('what a browser decodes', () => {
  for (const [header, coding] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.000,gzip;q=0', undefined],
    ['identity', undefined],
    ['*', undefined],
    ['brotli, xgzip', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const) {
    it(`of "${header}" is ${coding}`, () => assert.equal(acceptedCoding(header, ['br', 'gzip']), coding));
  }
});
