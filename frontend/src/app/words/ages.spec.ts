import { age, shortAge, wait } from './ages';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('ages', () => {
  it.each([
    [-500, '0 s'],
    [8_400, '8 s'],
    [59_999, '59 s'],
    [19 * 60_000, '19 m'],
    [125 * 60_000, '2 h 05 m'],
    [26 * 86_400_000, '26 d'],
  ])('says %d ms as %s', (milliseconds, words) => expect(plain(age(milliseconds))).toBe(words));

  it('keeps to one unit where there is little room', () => expect(plain(shortAge(125 * 60_000))).toBe('2 h'));
  it('gives tenths below ten seconds', () => expect(plain(wait(430))).toBe('0.4 s'));
  it('gives no tenths above', () => expect(plain(wait(34_200))).toBe('34 s'));
});
