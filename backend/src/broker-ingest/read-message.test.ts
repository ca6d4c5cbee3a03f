import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { readMessage } from './read-message.ts';

const read = (body: string | Uint8Array, id?: string) =>
  readMessage({ body: typeof body === 'string' ? Buffer.from(body) : body, id });

describe('a message of a broker', () => {
  it('holds one report, or an array of them', () => {
    const one = { status: 'ok', message: 'fine' };
    assert.deepEqual(read(JSON.stringify(one)), { reports: [one], isArray: false });
    assert.deepEqual(read(JSON.stringify([one, one])), { reports: [one, one], isArray: true });
    assert.deepEqual(read('[]'), { reports: [], isArray: true });
  });

  it('names those of its reports that have no name, so that they are known when it comes again', () => {
    assert.deepEqual(read('[{"status":"ok"},{"id":"r-7"},null]', 'm-1'), {
      reports: [{ status: 'ok', id: 'm-1/0' }, { id: 'r-7' }, null],
      isArray: true,
    });
    assert.deepEqual(read('{"status":"ok"}', 'm-1'), {
      reports: [{ status: 'ok', id: 'm-1' }],
      isArray: false,
    });
  });

  for (const [what, id] of Object.entries({ 'a long name': 'm'.repeat(4_000), 'a name with NUL': 'm\0' })) {
    it(`makes an id of ${what}, the same each time`, () => {
      const [first, again] = [read('{"status":"ok"}', id), read('{"status":"ok"}', id)];
      assert.deepEqual(first, again);
      assert.match(JSON.stringify(first), /"id":"[0-9a-f]{64}"/);
    });
  }

  for (const [what, body, fault] of [
    ['is empty', '', /empty/],
    ['is not JSON', '{"status":', /not JSON/],
    ['is not UTF-8', Uint8Array.of(0x22, 0xc3, 0x28, 0x22), /not UTF-8/],
    ['says something twice', '{"status":"ok","status":"error"}', /^#\/status A key occurs twice/],
    ['says something twice in an array', '[{"a":1},{"a":1,"a":2}]', /^#\/1\/a A key occurs twice/],
    ['nests without end', '['.repeat(100_000), /nests deeper/],
    ['is too large', ' '.repeat(LIMITS.messageBytes + 1), /1048577 bytes long/],
    ['holds too many', `[${'0,'.repeat(LIMITS.reportsPerBody)}0]`, /holds 10001 reports/],
  ] as const) {
    it(`is refused as a whole when it ${what}`, () => {
      const result = read(body);
      assert.match(result.fault ?? 'it was read', fault);
    });
  }
});
