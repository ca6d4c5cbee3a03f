import { pageFigures } from './page-figures';

const total = { count: 1_482, exact: true };
const query = { page: null, at: null, limit: 50 };

describe('the figures of a page', () => {
  it('counts the first page', () => {
    expect(pageFigures({ query, shown: 50, hasNext: true, total })).toEqual({
      from: 1,
      to: 50,
      at: 1,
      pages: 30,
    });
  });
  it('counts on from where the address says it is', () => {
    const second = { ...query, page: 'token', at: 2 };
    expect(pageFigures({ query: second, shown: 50, hasNext: true, total })).toMatchObject({
      from: 51,
      to: 100,
      at: 2,
    });
  });
  it('counts the last page from the end', () => {
    const last = { ...query, page: 'last', at: null };
    expect(pageFigures({ query: last, shown: 32, hasNext: false, total })).toEqual({
      from: 1_451,
      to: 1_482,
      at: 30,
      pages: 30,
    });
  });
  it('does not number a page that nobody counted', () => {
    const linked = { ...query, page: 'token', at: null };
    expect(pageFigures({ query: linked, shown: 50, hasNext: true, total })).toMatchObject({
      from: null,
      to: null,
      at: null,
    });
  });
  it('gives no number of pages where the total is a lower bound', () => {
    expect(
      pageFigures({ query, shown: 50, hasNext: true, total: { count: 900, exact: false } }).pages,
    ).toBeNull();
  });
  it('is empty where nothing is', () => {
    expect(pageFigures({ query, shown: 0, hasNext: false, total: { count: 0, exact: true } })).toEqual({
      from: 0,
      to: 0,
      at: 1,
      pages: 1,
    });
  });
});
