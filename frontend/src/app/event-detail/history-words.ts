import type { JournalEntry } from '@signalbox/contracts';
import type { JournalAction, Rule, State, Status } from '@signalbox/contracts/vocabulary';
import { count } from '../words/counts';
import { STATE_WORDS, STATUS_WORDS, holdWords } from '../words/hold-words';

/** A sentence in parts; the names of rules stand out in it. */
export type Words = readonly { readonly text: string; readonly isRule?: boolean }[];

export interface HistoryLine {
  readonly entry: JournalEntry;
  /** The mark at its side: who spoke, a source's lamp or a person's lever, or one against the other. */
  readonly mark: { lamp: Status } | { lever: State } | { shape: 'override' | 'collar' | 'clock' };
  readonly what: string;
  readonly why: Words;
  /** A source undid what a person decided. */
  readonly isOverride: boolean;
}

/** An entry, and what the event was before it; null at the very beginning, undefined where nobody read that far. */
interface Step {
  readonly entry: JournalEntry;
  readonly before: JournalEntry | null | undefined;
}
type Line = Pick<HistoryLine, 'mark' | 'what' | 'why'>;

const quoted = (text: string | undefined): string => (text ? `“${text}”` : '');
const plain = (text: string): Words => (text === '' ? [] : [{ text }]);
const lamp = ({ entry }: Step) => ({ lamp: entry.reportedStatus ?? entry.status });
const lever = ({ entry }: Step) => ({ lever: entry.state });
const said = (entry: JournalEntry) =>
  [STATUS_WORDS[entry.status], quoted(entry.message)].filter(Boolean).join(': ');
const wasWords = ({ before }: Step) => (before ? STATUS_WORDS[before.status] : 'better');

const OVERRIDDEN: Record<Rule, (step: Step) => { what: string; why: Words }> = {
  'until-recovered.failed-again': ({ entry }) => ({
    what: `Reopened by the source: ${STATUS_WORDS[entry.status]} after OK`,
    why: [{ text: 'until recovered', isRule: true }, { text: ' ended at its OK. It failed again.' }],
  }),
  'until-recovered.worse': (step) => worse(step, 'until recovered', ', while it said '),
  'until-worse.worse': (step) => worse(step, 'until worse', ' than '),
  'until-next-report.same': ({ entry }) => nextReport(entry, 'again'),
  'until-next-report.failed-again': ({ entry }) => nextReport(entry, 'after OK'),
  'until-next-report.worse': ({ entry }) => nextReport(entry, 'now'),
  'until-time.passed': ({ entry }) => ({
    what: `Reopened: the hold ended, still ${STATUS_WORDS[entry.status]}`,
    why: [
      { text: 'Held ' },
      { text: 'until a time', isRule: true },
      { text: ', which passed while the source fails.' },
    ],
  }),
  'until-time.recovered': () => ({
    what: 'The hold became until recovered',
    why: [
      { text: 'Held ' },
      { text: 'until a time', isRule: true },
      { text: ', which passed while the source is fine.' },
    ],
  }),
  'acknowledged.worse': (step) => ({
    what: `Got worse: ${STATUS_WORDS[step.entry.status]}, was ${wasWords(step)}`,
    why: plain(`Back to open: it was acknowledged as ${wasWords(step)}.`),
  }),
  'recovered.failed-again': ({ entry }) => ({
    what: `Failed again: ${said(entry)}`,
    why: plain('Back to open: the source itself had closed it.'),
  }),
  'person.reopened': ({ entry }) => ({ what: 'Reopened', why: plain(quoted(entry.note)) }),
};

function worse(step: Step, rule: string, than: string): { what: string; why: Words } {
  const now = STATUS_WORDS[step.entry.status];
  return {
    what: `Reopened by the source: ${now}, was ${wasWords(step)}`,
    why: [
      { text: 'Held ' },
      { text: rule, isRule: true },
      { text: `${than}${wasWords(step)}; ${now} is worse.` },
    ],
  };
}

const nextReport = (entry: JournalEntry, when: string): { what: string; why: Words } => ({
  what: `Reopened by the source: ${STATUS_WORDS[entry.status]} ${when}`,
  why: [{ text: 'Held ' }, { text: 'until next report', isRule: true }, { text: '; this was it.' }],
});

const ruled = (step: Step, otherwise: { what: string; why: Words }) =>
  step.entry.rule ? OVERRIDDEN[step.entry.rule](step) : otherwise;

/** Why a completion stands although its source goes on. */
function heldWhy({ hold, holdUntil, at, state, status }: JournalEntry): Words {
  if (state !== 'completed' || !hold || status === 'ok') return [];
  const rule = { text: holdWords(hold, holdUntil, Date.parse(at)), isRule: true };
  const because = hold === 'until-recovered' ? ': same trouble, no worse, no OK since.' : '.';
  return [{ text: 'Holds ' + (hold === 'forever' ? '' : 'by ') }, rule, { text: because }];
}

const DESCRIBE: Record<JournalAction, (step: Step) => Line> = {
  reported: (step) => {
    const { entry, before } = step;
    if (before !== null) return { mark: lamp(step), what: said(entry), why: heldWhy(entry) };
    const nothingToDo =
      entry.state === 'completed' ? 'New and fine, so there is nothing to do.' : 'New, so open.';
    return {
      mark: lamp(step),
      what: `First report: ${quoted(entry.message) || STATUS_WORDS[entry.status]}`,
      why: plain(nothingToDo),
    };
  },
  repeated: (step) => {
    const { entry } = step;
    const often = entry.repeats ? `, ×${count(entry.repeats)}` : '';
    return { mark: lamp(step), what: `Still ${STATUS_WORDS[entry.status]}${often}`, why: heldWhy(entry) };
  },
  late: ({ entry }) => ({
    mark: { shape: 'clock' },
    what: `Late report: ${STATUS_WORDS[entry.reportedStatus ?? entry.status]}`,
    why: plain('Its time lies before one already taken, so it changed nothing.'),
  }),
  recovered: (step) => ({
    mark: lamp(step),
    what: said(step.entry),
    why: plain(
      step.entry.hold
        ? 'Status follows. Already completed by a person.'
        : 'Recovered, so completed by the source.',
    ),
  }),
  worsened: (step) => ({
    mark: lamp(step),
    ...ruled(step, {
      what: `Got worse: ${said(step.entry)}, was ${wasWords(step)}`,
      why: heldWhy(step.entry),
    }),
  }),
  overridden: (step) => ({
    mark: { shape: 'override' },
    ...ruled(step, { what: `Reopened by the source: ${said(step.entry)}`, why: [] }),
  }),
  reopened: (step) => ({
    mark: step.entry.actor.kind === 'source' ? lamp(step) : lever(step),
    ...ruled(step, { what: 'Reopened', why: plain(quoted(step.entry.note)) }),
  }),
  held: (step) => ({ mark: { shape: 'collar' }, ...ruled(step, { what: 'The hold changed', why: [] }) }),
  acknowledged: (step) => ({ mark: lever(step), what: 'Acknowledged', why: plain(quoted(step.entry.note)) }),
  completed: (step) => {
    const { hold, holdUntil, note, at, actor } = step.entry;
    if (!hold || actor.kind !== 'person')
      return { mark: lamp(step), what: said(step.entry), why: plain('So completed by the source.') };
    const holds = { text: `Holds ${holdWords(hold, holdUntil, Date.parse(at))}.` };
    return {
      mark: lever(step),
      what: 'Completed',
      why: note ? [{ text: `${quoted(note)} ` }, holds] : [holds],
    };
  },
  assigned: (step) => ({
    mark: lever(step),
    what: step.entry.assignee ? `Assigned to ${step.entry.assignee}` : 'Freed: nobody has it',
    why: plain(quoted(step.entry.note)),
  }),
  commented: (step) => ({ mark: lever(step), what: 'Comment', why: plain(quoted(step.entry.note)) }),
  undone: (step) => ({
    mark: lever(step),
    what: `Undone: ${STATE_WORDS[step.entry.state].toLowerCase()} again`,
    why: plain(quoted(step.entry.note)),
  }),
};

/** The history in words, newest first: each entry against the one before it. */
export function historyLines(entries: readonly JournalEntry[], isWhole: boolean): HistoryLine[] {
  return entries.map((entry, index) => {
    const before = entries[index + 1] ?? (isWhole ? null : undefined);
    return { entry, ...DESCRIBE[entry.action]({ entry, before }), isOverride: entry.action === 'overridden' };
  });
}
