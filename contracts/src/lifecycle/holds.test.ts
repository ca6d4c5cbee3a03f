import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SYSTEM } from './end-passed-hold.ts';
import { clock, Story } from './testing/story.ts';
import type { Hold } from '../vocabulary.ts';

const LATER = clock(1_000);
const completed = (hold: Hold, status: 'warning' | 'error' | 'ok' = 'warning') =>
  new Story()
    .reports(status)
    .person({ name: 'complete', hold, ...(hold === 'until-time' && { holdUntil: LATER }) });

/** Per hold: what the same, again and worse make of the completion. */
const HOLDS: Readonly<Record<Hold, readonly [same: string, again: string, worse: string]>> = {
  'until-recovered': ['holds', 'until-recovered.failed-again', 'until-recovered.worse'],
  'until-worse': ['holds', 'holds', 'until-worse.worse'],
  'until-next-report': [
    'until-next-report.same',
    'until-next-report.failed-again',
    'until-next-report.worse',
  ],
  'until-time': ['holds', 'holds', 'holds'],
  forever: ['holds', 'holds', 'holds'],
};

describe('how a completion holds', () => {
  for (const [hold, cells] of Object.entries(HOLDS) as [Hold, readonly [string, string, string]][]) {
    const meets = [
      () => completed(hold).reports('warning'),
      () => completed(hold).reports('ok').reports('warning'),
      () => completed(hold).reports('error'),
    ] as const;
    for (const [index, told] of ['the same goes on', 'fails again after an ok', 'worse'].entries()) {
      const expected = cells[index];
      it(`${hold}: ${told} → ${expected}`, () => {
        const story = meets[index]?.() ?? new Story();
        const held = expected === 'holds';
        assert.equal(story.event.state, held ? 'completed' : 'open');
        assert.equal(story.event.overrides, held ? 0 : 1);
        assert.equal(story.lastEntry?.rule, held ? undefined : expected);
        if (!held) assert.equal(story.lastEntry?.action, 'overridden');
        assert.equal(story.event.hold, held ? hold : undefined);
      });
    }
  }

  it('is until-recovered when nobody says otherwise', () => {
    assert.equal(new Story().reports('error').person({ name: 'complete' }).event.hold, 'until-recovered');
  });

  it('worse wins over again', () => {
    assert.equal(
      completed('until-recovered').reports('ok').reports('error').lastEntry?.rule,
      'until-recovered.worse',
    );
  });

  it('an ok is never an override, and the status always follows', () => {
    const { event } = completed('forever', 'error').reports('ok');
    assert.deepEqual([event.state, event.status, event.hold], ['completed', 'ok', 'forever']);
  });
});

describe('the two truths', () => {
  it('diverge when a report since the completion is failing, and agree when it is ok', () => {
    const story = completed('until-worse');
    assert.equal(story.event.diverged, false);
    assert.equal(story.reports('warning').event.diverged, true);
    assert.equal(story.reports('warning').event.failingSince, 2);
    assert.equal(story.reports('ok').event.diverged, false);
    assert.equal(story.event.recoveredAt, clock(5));
  });

  it('do not diverge when the source completed it', () => {
    assert.equal(new Story().reports('error').reports('ok').event.diverged, false);
  });
});

describe('a hold until a time', () => {
  it('reopens by the system when it passes while the source fails', () => {
    const story = completed('until-time').ticksAt(1_000);
    assert.equal(story.event.state, 'open');
    assert.deepEqual(
      [story.lastEntry?.action, story.lastEntry?.rule, story.lastEntry?.actor],
      ['reopened', 'until-time.passed', SYSTEM],
    );
    assert.equal(story.event.overrides, 0);
  });

  it('becomes until-recovered when the source is fine', () => {
    const story = completed('until-time').reports('ok').ticksAt(1_000);
    assert.deepEqual([story.event.state, story.event.hold], ['completed', 'until-recovered']);
    assert.deepEqual([story.lastEntry?.action, story.lastEntry?.rule], ['held', 'until-time.recovered']);
    assert.equal(story.event.holdUntil, undefined);
    assert.equal(story.reports('warning').lastEntry?.rule, 'until-recovered.failed-again');
  });

  it('does nothing before its time', () => {
    const story = completed('until-time').ticksAt(999);
    assert.equal(story.event.state, 'completed');
    assert.equal(story.journal.length, 2);
  });

  it('is ended first, whatever else was asked: a report then meets an open event', () => {
    const story = completed('until-time');
    story.seconds = 1_000;
    story.reports('error');
    assert.deepEqual(
      story.journal.slice(-2).map(({ action }) => action),
      ['reopened', 'worsened'],
    );
  });

  it('is ended even when the command that came with it is refused', () => {
    const story = completed('until-time');
    story.seconds = 1_000;
    story.person({ name: 'complete' }, 2);
    assert.equal(story.refusal, 'stale');
    assert.equal(story.event.state, 'open');
  });
});
