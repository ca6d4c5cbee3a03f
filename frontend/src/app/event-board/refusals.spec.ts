import { createEvent, person } from '../testing/create-event';
import { fasterOne, mayRepeat, whatHappened } from './refusals';

describe('a refused command', () => {
  const seen = createEvent({ status: 'warning', version: 4 });

  it('is repeated when the source said something no worse meanwhile', () => {
    expect(mayRepeat(seen, { ...seen, status: 'ok', version: 5 })).toBe(true);
  });
  it('is not when the source got worse', () => {
    expect(mayRepeat(seen, { ...seen, status: 'error', version: 5 })).toBe(false);
  });
  it.each([
    ['decided', { state: 'acknowledged' }],
    ['took it', { assignee: 'Jonas Weber' }],
  ] as const)('is not when somebody %s', (_, change) => {
    expect(mayRepeat(seen, { ...seen, ...change, version: 5 })).toBe(false);
  });
  it('says who was faster, and with what', () => {
    const now = createEvent({ state: 'completed', changedBy: person('Ana Ruiz') });
    expect(`${fasterOne(now)} ${whatHappened(now)}`).toBe('Ana Ruiz completed it');
    expect(`${fasterOne(seen)} ${whatHappened(seen)}`).toBe('The source said WARNING');
  });
});
