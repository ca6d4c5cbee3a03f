import {
  filterOf,
  filterSearch,
  filtersInForce,
  listSearch,
  readQuery,
  scopeSearch,
  writeQuery,
} from './board-query';

describe('the address of the board', () => {
  it('comes back as it was written', () => {
    const search =
      'state=open&status=error&status=warning&source=plaza-north&q=barrier&sort=-status&limit=100&event=e1';
    expect(writeQuery(readQuery(search))).toBe(search);
  });

  it('leads to a dead letter', () => {
    expect(readQuery('dead-letters=731').letters).toBe('731');
    expect(writeQuery(readQuery('status=error&dead-letters=list'))).toBe('status=error&dead-letters=list');
  });

  it('does not mention what is as by default', () => {
    expect(writeQuery(readQuery('sort=-changedAt&limit=50&range=1h'))).toBe('');
  });

  it.each([
    ['status=red', 'status', 'red'],
    ['state=done', 'state', 'done'],
    ['limit=0', 'limit', '0'],
    ['limit=9999', 'limit', '9999'],
    ['from=yesterday', 'from', 'yesterday'],
    ['diverged=maybe', 'diverged', 'maybe'],
    ['sort=age', 'sort', 'age'],
  ])('says which part of %s cannot be read', (search, name, value) => {
    expect(readQuery(search).broken).toEqual([expect.objectContaining({ name, value })]);
  });

  it('asks the list for filters, order and page, and for nothing else', () => {
    expect(listSearch(readQuery('state=open&event=e1&range=6h&page=abc&at=2'))).toBe(
      'state=open&limit=50&page=abc',
    );
  });

  it('counts toggles within the other filters', () => {
    const query = readQuery('state=open&status=error&diverged=true&source=a');
    expect(scopeSearch(query)).toBe('source=a');
    expect(filterSearch(query)).toBe('state=open&status=error&diverged=true&source=a');
  });

  it('leaves out of the filter what is not asked for', () => {
    expect(filterOf(readQuery('state=open'))).toEqual({ state: ['open'] });
  });

  it('names each filter, and the query without it', () => {
    const [status, q] = filtersInForce(readQuery('status=error&q=lane'));
    expect(status).toEqual({ name: 'status', value: 'error', without: { status: [] } });
    expect(q).toEqual({ name: 'q', value: 'lane', without: { q: '' } });
  });
});
