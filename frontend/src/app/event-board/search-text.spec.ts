import { readQuery } from './board-query';
import { readSearch } from './search-text';

const read = (text: string) => readSearch(text, readQuery(''));

describe('what somebody types into the search', () => {
  it.each([
    ['barrier lane-07', { q: 'barrier lane-07' }],
    ['status:error barrier', { status: ['error'], q: 'barrier' }],
    ['source:"plaza north" type:gate', { source: ['plaza north'], type: ['gate'], q: '' }],
    ['status:red', { q: 'status:red' }],
    ['http://x', { q: 'http://x' }],
    ['  a   b ', { q: 'a b' }],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});
