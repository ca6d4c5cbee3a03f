import { createEvent, createPage } from '../testing/create-event';
import { boardOf } from './board';
import { readQuery } from './board-query';
import { faceOf } from './face-of';

const face = (search: string, known: Partial<Parameters<typeof faceOf>[0]> = {}) =>
  faceOf({ query: readQuery(search), board: null, refusal: null, isSlow: false, ...known });
const read = (search: string, events = [createEvent()]) => boardOf(createPage(events), readQuery(search), 0);

describe('the face of the board', () => {
  it('has none while there are rows', () => expect(face('', { board: read('') })).toBeNull());
  it('is loading at first', () => expect(face('')).toBe('loading'));
  it('keeps the rows before, for a moment', () => {
    expect(face('state=open', { board: read('') })).toBeNull();
    expect(face('state=open', { board: read(''), isSlow: true })).toBe('loading');
  });
  it('is empty before the first report', () => expect(face('', { board: read('', []) })).toBe('empty'));
  it('is quiet where nothing is open', () =>
    expect(face('state=open', { board: read('state=open', []) })).toBe('quiet'));
  it('does not call a narrower view quiet', () => {
    expect(face('state=open&source=x', { board: read('state=open&source=x', []) })).toBe('no-match');
  });
  it('calls nothing absent where it was not looked to the end', () => {
    const query = readQuery('q=disk+full');
    const short = createPage([], { next: 'further', searchedTo: '2026-11-22T01:00:00.000Z' });
    expect(faceOf({ query, board: boardOf(short, query, 0), refusal: null, isSlow: false })).toBe(
      'half-searched',
    );
  });
  it('tells of a link that cannot be read', () => {
    expect(face('status=red', { board: read('') })).toBe('broken-link');
    expect(face('page=bent', { refusal: { status: 400 } })).toBe('broken-link');
  });
  it('fails where there is no page to show', () =>
    expect(face('', { refusal: { status: 503 } })).toBe('failed'));
  it('keeps the rows where there is one', () =>
    expect(face('', { board: read(''), refusal: { status: 503 } })).toBeNull());
});
