import type { JournalEntry } from '@signalbox/contracts';
import { historyLines } from './history-words';

const AT = '2026-11-22T03:00:00.000Z';
const source = { kind: 'source', name: 'plaza-north' } as const;
const ana = { kind: 'person', name: 'Ana Ruiz' } as const;
const entry = (known: Partial<JournalEntry>): JournalEntry => ({
  seq: 1,
  eventId: 'e1',
  at: AT,
  action: 'reported',
  actor: source,
  status: 'error',
  state: 'open',
  version: 1,
  ...known,
});
const first = (...entries: Partial<JournalEntry>[]) => {
  const line = historyLines(entries.map(entry), true)[0]!;
  return { what: line.what, why: line.why.map(({ text }) => text).join(''), isOverride: line.isOverride };
};

describe('the history in words', () => {
  it('begins with the first report', () => {
    expect(first({ message: 'Barrier slow' })).toMatchObject({
      what: 'First report: “Barrier slow”',
      why: 'New, so open.',
    });
  });

  it('folds repeats, and says why the completion holds', () => {
    const line = first({ action: 'repeated', repeats: 412, state: 'completed', hold: 'until-recovered' });
    expect(line.what).toBe('Still ERROR, ×412');
    expect(line.why).toBe('Holds by until recovered: same trouble, no worse, no OK since.');
  });

  it('says by which rule the source overrode a person', () => {
    const again = first({ action: 'overridden', rule: 'until-recovered.failed-again' });
    expect(again).toEqual({
      what: 'Reopened by the source: ERROR after OK',
      why: 'until recovered ended at its OK. It failed again.',
      isOverride: true,
    });
    const worse = first({ action: 'overridden', rule: 'until-worse.worse' }, { status: 'warning' });
    expect(worse.what).toBe('Reopened by the source: ERROR, was WARNING');
    expect(worse.why).toBe('Held until worse than WARNING; ERROR is worse.');
  });

  it('gives a person the word, the note and the hold', () => {
    const line = first({
      action: 'completed',
      actor: ana,
      state: 'completed',
      hold: 'until-worse',
      note: 'Ticket 88213.',
    });
    expect(line).toMatchObject({ what: 'Completed', why: '“Ticket 88213.” Holds until worse.' });
  });

  it('says what an acknowledged event became', () => {
    const line = first(
      { action: 'worsened', rule: 'acknowledged.worse' },
      { status: 'warning', state: 'acknowledged' },
    );
    expect(line).toMatchObject({
      what: 'Got worse: ERROR, was WARNING',
      why: 'Back to open: it was acknowledged as WARNING.',
    });
  });

  it('does not take the oldest entry that was read for the first', () => {
    expect(historyLines([entry({ message: 'Barrier slow' })], false)[0]!.what).toBe('ERROR: “Barrier slow”');
  });
});
