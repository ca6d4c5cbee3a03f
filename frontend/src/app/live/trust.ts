import { age, wait } from '../words/ages';
import { clockTime } from '../words/clock-times';

export const TRUSTS = [
  'connecting',
  'live',
  'catching-up',
  'polling',
  'reconnecting',
  'stale',
  'offline',
] as const;
/** How far what stands on the screen can be trusted. */
export type TrustName = (typeof TRUSTS)[number];

/** What is known about the line to the gateway. Times are ours. */
export interface LineFacts {
  /** Since when we try; a new page starts anew. */
  readonly startedAt: number;
  readonly stream: 'closed' | 'open';
  readonly polling: boolean;
  /** When the gateway was last heard, by stream or poll. */
  readonly heardAt: number | null;
  /** When the line was lost; null while there is one. */
  readonly lostAt: number | null;
  /** Since when the gateway says that the database service does not answer. */
  readonly databaseDownSince: number | null;
  /** Since when the line had been lost, while it brings what was missed. */
  readonly missedSince: number | null;
  /** How long the newest change took from its commit to this screen. */
  readonly lag: number;
}

export const NO_LINE: LineFacts = {
  startedAt: 0,
  stream: 'closed',
  polling: false,
  heardAt: null,
  lostAt: null,
  databaseDownSince: null,
  missedSince: null,
  lag: 0,
};

/** A line that breaks is mostly back within this time; the lamps need not go out for it. */
const GRACE = 8_000;

export function trustName(facts: LineFacts, now: number): TrustName {
  const connected = facts.stream === 'open' || facts.polling;
  if (connected && facts.databaseDownSince !== null) return 'stale';
  if (facts.stream === 'open') return facts.missedSince === null ? 'live' : 'catching-up';
  if (facts.polling) return 'polling';
  if (facts.lostAt === null) return 'connecting';
  if (now - facts.lostAt >= GRACE) return 'offline';
  return facts.heardAt === null ? 'connecting' : 'reconnecting';
}

export interface Trust {
  readonly name: TrustName;
  readonly word: string;
  /** At the right of the badge; the short one where there is no room. */
  readonly measure: string;
  readonly shortMeasure: string;
  /** What it means, when somebody asks. */
  readonly meaning: string;
  /** Since when what is shown may no longer be so; null while it is. */
  readonly doubtedSince: number | null;
}

type Words = Omit<Trust, 'name' | 'shortMeasure'> & { shortMeasure?: string };

const DESCRIBE: Record<TrustName, (facts: LineFacts, now: number) => Words> = {
  connecting: (facts, now) => ({
    word: 'Connecting',
    measure: wait(now - facts.startedAt),
    meaning: 'The console asks the event service for its live stream.',
    doubtedSince: null,
  }),
  live: (facts) => ({
    word: 'Live',
    measure: `${wait(facts.lag)} behind`,
    shortMeasure: wait(facts.lag),
    meaning: 'Every change arrives by the live stream, within a second of its commit.',
    doubtedSince: null,
  }),
  'catching-up': (facts) => ({
    word: 'Catching up',
    measure: `since ${clockTime(facts.missedSince ?? 0)}`,
    shortMeasure: '',
    meaning: 'The stream is open and brings what happened while it was not.',
    doubtedSince: null,
  }),
  polling: () => ({
    word: 'Polling',
    measure: 'every 3 s',
    shortMeasure: '3 s',
    meaning:
      'Something between here and the event service holds the stream back. The console asks every 3 seconds instead, and keeps trying the stream.',
    doubtedSince: null,
  }),
  reconnecting: (facts, now) => ({
    word: 'Reconnecting',
    measure: wait(now - (facts.lostAt ?? now)),
    meaning: 'The stream broke. The console opens it again, from the very entry where it broke.',
    doubtedSince: null,
  }),
  stale: (facts, now) => ({
    word: 'Stale',
    measure: `${age(now - (facts.databaseDownSince ?? now))} old`,
    shortMeasure: age(now - (facts.databaseDownSince ?? now)),
    meaning: `The event service answers, but the database service does not since ${clockTime(facts.databaseDownSince ?? now)}. What was confirmed is on disk; commands wait until it is back.`,
    doubtedSince: facts.databaseDownSince,
  }),
  offline: (facts, now) => ({
    word: 'Offline',
    measure: age(now - (facts.lostAt ?? now)),
    meaning: `The event service does not answer since ${clockTime(facts.lostAt ?? now)}. Unlit lamps show what was known then.`,
    doubtedSince: facts.lostAt,
  }),
};

export function trust(facts: LineFacts, now: number): Trust {
  const name = trustName(facts, now);
  const words = DESCRIBE[name](facts, now);
  return { shortMeasure: words.measure, ...words, name };
}
