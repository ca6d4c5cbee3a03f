import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkHistory } from '../../soak/check/check-history.ts';
import type { Evidence, FeedEntry, Line } from '../../soak/check/evidence.ts';
import { countFindings, type Findings, KINDS } from '../../soak/check/findings.ts';

const entry = (seq: number, event: string, version: number, id?: string): FeedEntry => ({
  seq,
  event,
  version,
  ...(id !== undefined && { id }),
});
const invoked = (id: string): Line => ({ step: 'invoke', writer: 1, id });
const ended = (step: 'fail' | 'unknown', id: string): Line => ({ step, writer: 1, id });
const applied = (id: string, event: string, seq: number): Line => ({
  step: 'ok',
  writer: 1,
  id,
  answer: { result: 'updated', event, seq },
});
const duplicate = (id: string, event: string): Line => ({
  step: 'ok',
  writer: 2,
  id,
  answer: { result: 'duplicate', event },
});

/** Two events; a report that was sent again, one without an answer that is there, one that is not, a refused command. */
const JOURNAL = [
  entry(1, 'a', 1, 'r-1'),
  entry(2, 'b', 1, 'r-2'),
  entry(3, 'a', 2, 'r-3'),
  entry(5, 'a', 2, 'r-4'),
  entry(6, 'a', 3),
];
const HISTORY = [
  ...[invoked('r-1'), applied('r-1', 'a', 1), invoked('r-1'), duplicate('r-1', 'a')],
  ...[invoked('r-2'), applied('r-2', 'b', 2)],
  ...[invoked('r-3'), ended('unknown', 'r-3'), invoked('r-3'), duplicate('r-3', 'a')],
  ...[invoked('r-4'), applied('r-4', 'a', 5)],
  ...[invoked('r-5'), ended('unknown', 'r-5'), invoked('c-1'), ended('fail', 'c-1')],
];
const check = ({ history = HISTORY, journal = JOURNAL, readers }: Partial<Evidence> = {}): Findings =>
  checkHistory({ history, journal, readers: readers ?? [{ name: 'reader', entries: journal }] });

/** These kinds of findings, and no others. */
function finds(findings: Findings, ...kinds: (keyof Findings)[]): void {
  assert.deepEqual(
    KINDS.filter((kind) => findings[kind].length > 0),
    kinds,
    JSON.stringify(findings),
  );
}

const read = (entries: FeedEntry[]) => check({ readers: [{ name: 'reader', entries }] });
const without = (seq: number) => JOURNAL.filter((one) => one.seq !== seq);

describe('the checker of the soak', () => {
  it('finds nothing where all is well', () => assert.equal(countFindings(check()), 0));

  it('finds what was acknowledged and is not there', () => finds(check({ journal: without(2) }), 'lost'));

  it('finds what is there twice', () =>
    finds(check({ journal: [...JOURNAL, entry(7, 'b', 1, 'r-2')] }), 'doubled'));

  it('finds what was told to be applied twice', () =>
    finds(check({ history: [...HISTORY, invoked('r-2'), applied('r-2', 'b', 2)] }), 'doubled'));

  it('finds what nobody asked for', () =>
    finds(check({ journal: [...JOURNAL, entry(7, 'b', 1, 'r-9')] }), 'invented'));

  it('finds what was refused and done all the same', () =>
    finds(check({ journal: [...JOURNAL, entry(7, 'b', 1, 'c-1')] }), 'invented'));

  it('finds numbers that go back', () => {
    const [first, second, ...others] = JOURNAL as [FeedEntry, FeedEntry, ...FeedEntry[]];
    finds(check({ journal: [second, first, ...others] }), 'inverted');
  });

  it('finds a version that goes back, and one that leaps', () => {
    finds(check({ journal: [...JOURNAL, entry(7, 'a', 2)] }), 'inverted');
    finds(check({ journal: [...JOURNAL, entry(7, 'a', 5)] }), 'inverted');
    finds(check({ journal: [...JOURNAL, entry(7, 'c', 2)] }), 'inverted');
  });

  it('finds a gap in what a reader was given', () => finds(read(without(3)), 'missed'));

  it('finds a reader that was not given the end', () => finds(read(JOURNAL.slice(0, -1)), 'missed'));

  it('finds what a reader was given twice', () =>
    finds(read([...JOURNAL.slice(0, 3), ...JOURNAL.slice(2)]), 'doubled'));

  it('finds what a reader was given too late', () => {
    const [first, second, third, ...others] = JOURNAL as [FeedEntry, FeedEntry, FeedEntry, ...FeedEntry[]];
    finds(read([first, third, second, ...others]), 'inverted');
  });

  it('finds what a reader was given, and the journal does not hold so', () => {
    finds(read([...JOURNAL, entry(7, 'a', 4)]), 'differing');
    finds(read([...without(6), entry(6, 'b', 3)]), 'differing');
  });

  it('finds a receipt that tells of another entry or event', () => {
    const others = HISTORY.filter(({ step, id }) => step !== 'ok' || id !== 'r-2');
    finds(check({ history: [...others, applied('r-2', 'b', 3)] }), 'differing');
    finds(check({ history: [...others, applied('r-2', 'a', 2)] }), 'differing');
  });

  it('finds a duplicate of nothing', () => {
    const others = HISTORY.filter(({ id }) => id !== 'r-2');
    finds(check({ history: [...others, invoked('r-2'), duplicate('r-2', 'b')] }), 'differing');
  });
});
