import type { OperationalEvent } from '@signalbox/contracts';
import type { Status } from '@signalbox/contracts/vocabulary';
import { since } from '../words/ages';
import { times } from '../words/counts';
import { RULE_WORDS, STATUS_WORDS, holdWords } from '../words/hold-words';

/** Where the two truths touch. One at most on a row. */
export interface Tie {
  readonly shape: 'differs' | 'override' | 'collar' | 'clock' | 'arrow-right';
  /** In a lamp's colour and boxed, in plain ink, or in people's blue. */
  readonly tone: 'error' | 'warning' | 'plain' | 'sent';
  /** Words before and after a status word that stands in its own colour. */
  readonly before: string;
  readonly status: Status | null;
  readonly after: string;
  /** The same in the half of the room. */
  readonly shortBefore: string;
  readonly shortAfter: string;
}

type Judge = (event: OperationalEvent, now: number) => Tie | null;
const plain = (shape: Tie['shape'], words: string, short: string): Tie => ({
  shape,
  tone: 'plain',
  before: words,
  status: null,
  after: '',
  shortBefore: short,
  shortAfter: '',
});
const lampTone = (status: Status) => (status === 'warning' ? 'warning' : 'error');

const diverged: Judge = (event) =>
  event.diverged
    ? {
        shape: 'differs',
        tone: lampTone(event.status),
        before: 'source still ',
        status: event.status,
        after: ` ${times(event.failingSince)}`,
        shortBefore: '',
        shortAfter: ` ${times(event.failingSince)}`,
      }
    : null;

/** A source that fails again after its own recovery contradicts nobody: that is no tie, but everyday life. */
const reopened: Judge = (event) => {
  if (!event.reopened || event.reopened.by.kind === 'person') return null;
  if (event.reopened.rule === 'recovered.failed-again') return null;
  const { by, rule } = event.reopened;
  const often = event.overrides > 1 ? ` ×${event.overrides}` : '';
  const who = by.kind === 'source' ? 'source' : 'hold';
  return {
    ...plain('override', '', ''),
    tone: lampTone(event.status),
    before: `${who} reopened${often}: ${RULE_WORDS[rule]}`,
    shortBefore: `by ${who}${often}`,
  };
};

const held: Judge = (event, now) => {
  if (!event.hold || event.hold === 'until-recovered') return null;
  const words = holdWords(event.hold, event.holdUntil, now);
  return plain('collar', `held ${words}`, words);
};

const late: Judge = (event) => (event.late ? plain('clock', 'last report arrived late', 'late') : null);

/** In the order of what matters most. */
const TIES: readonly Judge[] = [diverged, reopened, held, late];

export function tieOf(event: OperationalEvent, now: number): Tie | null {
  for (const judge of TIES) {
    const tie = judge(event, now);
    if (tie) return tie;
  }
  return null;
}

/** `Completed, sent 0.8 s ago` and what became of it: people's side, in blue, without a box. */
export const sentTie = (words: string, short: string): Tie => ({
  ...plain('arrow-right', words, short),
  tone: 'sent',
});

export interface Who {
  readonly name: string;
  /** Since when it is as it is. */
  readonly since: string;
  /** An acknowledgement that nobody followed up. */
  readonly long: boolean;
}

const LONG_ACKNOWLEDGED = 4 * 60 * 60 * 1_000;

export function whoOf(event: OperationalEvent, now: number): Who {
  if (event.state === 'acknowledged') {
    const at = event.acknowledgedAt ?? event.changedAt;
    const name = event.assignee ?? event.acknowledgedBy?.name ?? '';
    return { name, since: at, long: since(at, now) > LONG_ACKNOWLEDGED };
  }
  if (event.state === 'completed') {
    const by = event.completedBy;
    const name = by?.kind === 'person' ? by.name : 'by the source';
    return { name, since: event.completedAt ?? event.changedAt, long: false };
  }
  const before = event.reopened?.completedBy;
  const was = before?.kind === 'person' ? `was ${before.name}` : '';
  return { name: event.assignee ?? was, since: event.reopened?.at ?? event.firstReportedAt, long: false };
}

/** The whole row in one breath, for those who do not see its shapes. */
export function spoken(event: OperationalEvent): string {
  const status = STATUS_WORDS[event.status];
  const decided = event.diverged
    ? `completed, but source still ${status}, ${event.failingSince} reports since`
    : event.state;
  return `${event.key}, ${event.source}, status ${status}, ${decided}: ${event.message}`;
}
