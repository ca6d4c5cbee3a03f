import { type LineFacts, NO_LINE, trust, trustName } from './trust';

const NOW = 1_000_000;
const facts = (known: Partial<LineFacts>): LineFacts => ({ ...NO_LINE, startedAt: NOW - 1_000, ...known });

describe('trust', () => {
  it.each([
    ['connecting', {}],
    ['connecting', { lostAt: NOW - 2_000 }],
    ['live', { stream: 'open', heardAt: NOW }],
    ['catching-up', { stream: 'open', heardAt: NOW, missedSince: NOW - 5_000 }],
    ['polling', { polling: true, heardAt: NOW, lostAt: NOW - 60_000 }],
    ['reconnecting', { heardAt: NOW - 3_000, lostAt: NOW - 2_000 }],
    ['offline', { heardAt: NOW - 30_000, lostAt: NOW - 20_000 }],
    ['offline', { lostAt: NOW - 20_000 }],
    ['stale', { stream: 'open', heardAt: NOW, databaseDownSince: NOW - 34_000 }],
    ['stale', { polling: true, heardAt: NOW, databaseDownSince: NOW - 34_000 }],
  ] as const)('is %s with %o', (name, known) => expect(trustName(facts(known), NOW)).toBe(name));

  it('doubts what it shows only when it cannot know better', () => {
    expect(trust(facts({ stream: 'open', heardAt: NOW }), NOW).doubtedSince).toBeNull();
    expect(trust(facts({ heardAt: NOW - 30_000, lostAt: NOW - 20_000 }), NOW).doubtedSince).toBe(
      NOW - 20_000,
    );
  });

  it('says how old', () => {
    const stale = trust(facts({ stream: 'open', databaseDownSince: NOW - 34_000 }), NOW);
    expect(stale.measure).toBe('34\u00a0s old');
  });
});
