import { createChange, createEvent } from '../testing/create-event';
import { ChangeTail } from './change-tail';

const change = (seq: number) => createChange(seq, createEvent());

describe('the tail of the feed', () => {
  it('covers what came after it began', () => {
    const tail = new ChangeTail('epoch-100');
    expect(tail.covers('epoch-100')).toBe(true);
    expect(tail.covers('epoch-99')).toBe(false);
    expect(tail.covers('other-100')).toBe(false);
  });

  it('gives what a page cannot know', () => {
    const tail = new ChangeTail('epoch-100');
    tail.add([change(101), change(102), change(103)]);
    expect(tail.after('epoch-102').map((entry) => entry.seq)).toEqual([103]);
  });

  it('says so when it had to forget', () => {
    const tail = new ChangeTail('epoch-0');
    tail.add(Array.from({ length: 6_000 }, (_, index) => change(index + 1)));
    expect(tail.covers('epoch-100')).toBe(false);
    expect(tail.covers('epoch-4000')).toBe(true);
  });
});
