import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createParser } from 'eventsource-parser';
import { sseFrame } from './sse-frame.ts';

function parsed(frame: string) {
  const events: unknown[] = [];
  createParser({
    onEvent: ({ event, id, data }) => events.push({ event, id, data: JSON.parse(data) as unknown }),
  }).feed(frame);
  return events;
}

describe('a frame of an event stream', () => {
  for (const text of [
    'a\r\nevent: evil',
    '\n\ndata: x\n\n',
    '\r',
    '\u2028\u2029',
    '\0',
    'id: 7',
    ':',
    '\ufeff',
  ]) {
    it(`carries ${JSON.stringify(text)} as data and as nothing else`, () => {
      const frame = sseFrame({ event: 'change', id: 'e-1', data: { message: text, [text]: 1 } });
      assert.deepEqual(parsed(frame), [{ event: 'change', id: 'e-1', data: { message: text, [text]: 1 } }]);
    });
  }

  for (const text of ['a\nb', 'a\rb', 'a\0b']) {
    it(`refuses ${JSON.stringify(text)} in its id and its name`, () => {
      assert.throws(() => sseFrame({ id: text }), /one line/);
      assert.throws(() => sseFrame({ event: text }), /one line/);
    });
  }

  it('with an id alone dispatches nothing', () => {
    assert.equal(sseFrame({ id: 'e-7' }), 'id: e-7\n\n');
    assert.deepEqual(parsed(sseFrame({ id: 'e-7' })), []);
  });
});
