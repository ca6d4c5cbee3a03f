import { createEvent, person } from '../testing/create-event';
import { spoken, tieOf, whoOf } from './row-words';

const NOW = Date.parse('2026-11-22T09:00:00.000Z');
const said = (event: Parameters<typeof tieOf>[0]) => {
  const tie = tieOf(event, NOW);
  return tie && `${tie.before}${tie.status?.toUpperCase() ?? ''}${tie.after}`;
};

describe('the tie', () => {
  const source = { kind: 'source', name: 'plaza-north' } as const;
  const reopened = { at: '2026-11-22T03:00:00.000Z', by: source, rule: 'until-worse.worse' } as const;

  it('says that the source still fails', () => {
    expect(said(createEvent({ state: 'completed', diverged: true, failingSince: 412 }))).toBe(
      'source still ERROR ×412',
    );
  });
  it('says why the source reopened', () => {
    expect(said(createEvent({ reopened, overrides: 1 }))).toBe('source reopened: got worse');
  });
  it('says how often it did', () => {
    const again = { ...reopened, rule: 'until-recovered.failed-again' } as const;
    expect(said(createEvent({ reopened: again, overrides: 3 }))).toBe('source reopened ×3: failed again');
  });
  it('says nothing of a person who reopened', () => {
    expect(
      said(createEvent({ reopened: { ...reopened, by: person('Ana Ruiz'), rule: 'person.reopened' } })),
    ).toBeNull();
  });
  it('says nothing of a source that fails after its own recovery', () => {
    expect(said(createEvent({ reopened: { ...reopened, rule: 'recovered.failed-again' } }))).toBeNull();
  });
  it('puts divergence before holds', () => {
    const event = createEvent({ state: 'completed', hold: 'forever' });
    expect(said(event)).toBe('held forever');
    expect(said({ ...event, diverged: true })).toContain('still');
  });
});

describe('who, since', () => {
  it('is nobody on an open event', () => expect(whoOf(createEvent(), NOW).name).toBe(''));
  it('is the source that recovered', () => {
    const event = createEvent({
      state: 'completed',
      status: 'ok',
      completedBy: { kind: 'source', name: 'x' },
    });
    expect(whoOf(event, NOW).name).toBe('by the source');
  });
  it('stands out after four hours of an acknowledgement', () => {
    const event = createEvent({
      state: 'acknowledged',
      acknowledgedBy: person('Mika Laine'),
      acknowledgedAt: '2026-11-22T04:00:00.000Z',
    });
    expect(whoOf(event, NOW)).toMatchObject({ name: 'Mika Laine', long: true });
  });
});

it('is spoken whole', () => {
  const event = createEvent({ key: 'lane-07', state: 'completed', diverged: true, failingSince: 412 });
  expect(spoken(event)).toContain('status ERROR, completed, but source still ERROR, 412 reports since');
});
