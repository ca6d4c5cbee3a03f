import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANA, clock, Story } from './testing/story.ts';
import type { CommandName } from '../vocabulary.ts';
import type { OperatorCommand } from '../operator-command.ts';
import type { Situation } from './situation.ts';

const SITUATIONS: Readonly<Record<Situation, () => Story>> = {
  open: () => new Story().reports('error'),
  acknowledged: () => new Story().reports('error').person({ name: 'acknowledge' }),
  'completed-by-source': () => new Story().reports('error').reports('ok'),
  'completed-by-person': () => new Story().reports('error').person({ name: 'complete', hold: 'until-worse' }),
};

const COMMANDS: Readonly<Record<CommandName, OperatorCommand>> = {
  acknowledge: { name: 'acknowledge' },
  complete: { name: 'complete', hold: 'forever' },
  reopen: { name: 'reopen' },
  assign: { name: 'assign', assignee: 'Jonas Weber' },
  comment: { name: 'comment', note: 'Ticket 88213' },
  undo: { name: 'undo' },
};

const unchanged = {
  open: 'open',
  acknowledged: 'acknowledged',
  'completed-by-source': 'completed',
  'completed-by-person': 'completed',
};
/** Per command and situation: the state after it, or the refusal. */
const TABLE: Readonly<Record<CommandName, Readonly<Record<Situation, string>>>> = {
  acknowledge: {
    open: 'acknowledged',
    acknowledged: 'conflict',
    'completed-by-source': 'conflict',
    'completed-by-person': 'conflict',
  },
  complete: {
    open: 'completed',
    acknowledged: 'completed',
    'completed-by-source': 'completed',
    'completed-by-person': 'completed',
  },
  reopen: {
    open: 'conflict',
    acknowledged: 'open',
    'completed-by-source': 'open',
    'completed-by-person': 'open',
  },
  assign: unchanged,
  comment: unchanged,
  undo: {
    open: 'conflict',
    acknowledged: 'open',
    'completed-by-source': 'conflict',
    'completed-by-person': 'open',
  },
};

describe('what a command does', () => {
  for (const [name, row] of Object.entries(TABLE) as [CommandName, Record<Situation, string>][]) {
    for (const [situation, expected] of Object.entries(row) as [Situation, string][]) {
      it(`${name} while ${situation} → ${expected}`, () => {
        const story = SITUATIONS[situation]();
        const before = story.journal.length;
        story.person(COMMANDS[name]);
        assert.equal(story.refusal ?? story.event.state, expected);
        assert.equal(story.journal.length, before + (expected === 'conflict' ? 0 : 1));
      });
    }
  }

  it('completing an event completed by its source puts the person and the hold in charge', () => {
    const { event } = SITUATIONS['completed-by-source']().person({ name: 'complete', hold: 'until-worse' });
    assert.deepEqual([event.completedBy, event.hold, event.version], [ANA, 'until-worse', 3]);
  });

  it('reopening clears hold, completion and acknowledgement', () => {
    const story = SITUATIONS.acknowledged().person({ name: 'complete' }).person({ name: 'reopen' });
    const { hold, completedAt, completedBy, acknowledgedAt, acknowledgedBy, reopened } = story.event;
    assert.deepEqual(
      [hold, completedAt, completedBy, acknowledgedAt, acknowledgedBy],
      Array(5).fill(undefined),
    );
    assert.equal(reopened?.rule, 'person.reopened');
  });

  it('an event that a person reopened while it is ok stays open', () => {
    assert.equal(
      SITUATIONS['completed-by-source']().person({ name: 'reopen' }).reports('ok').event.state,
      'open',
    );
  });

  it('notes go to the journal; assigning null frees', () => {
    const story = SITUATIONS.open().person({ name: 'assign', assignee: 'Jonas Weber', note: 'yours' });
    assert.deepEqual(
      [story.event.assignee, story.lastEntry?.note, story.lastEntry?.assignee],
      ['Jonas Weber', 'yours', 'Jonas Weber'],
    );
    story.person({ name: 'assign', assignee: null });
    assert.equal(story.event.assignee, undefined);
  });
});

describe('why a command is refused, in order', () => {
  const passed = { name: 'complete', hold: 'until-time', holdUntil: clock(1) } as const;
  const refusalOf = (story: Story) => story.refusal;

  it('404 comes first', () => assert.equal(refusalOf(new Story().person(passed)), 'not-found'));
  it('422 before 428', () => assert.equal(refusalOf(SITUATIONS.open().person(passed, 'none')), 'invalid'));
  it('428 before 412', () => {
    assert.equal(refusalOf(SITUATIONS.open().person({ name: 'reopen' }, 'none')), 'version-required');
  });
  it('* means as it is now', () => {
    assert.equal(refusalOf(SITUATIONS.acknowledged().person({ name: 'reopen' }, '*')), undefined);
  });
  it('412 before 409', () =>
    assert.equal(refusalOf(SITUATIONS.open().person({ name: 'reopen' }, 7)), 'stale'));
  it('409 when it is already so', () =>
    assert.equal(refusalOf(SITUATIONS.open().person({ name: 'reopen' })), 'conflict'));

  for (const [told, command] of [
    ['until-time without a time', { name: 'complete', hold: 'until-time' }],
    ['a time without until-time', { name: 'complete', holdUntil: clock(500) }],
    ['a time that has passed', passed],
  ] as const) {
    it(`422: ${told}`, () => assert.equal(refusalOf(SITUATIONS.open().person(command)), 'invalid'));
  }

  it('a comment needs no version', () => {
    assert.equal(refusalOf(SITUATIONS.open().person({ name: 'comment', note: 'seen' }, 99)), undefined);
  });

  it('a command done before does nothing and is not refused, however stale', () => {
    const story = SITUATIONS.acknowledged();
    const { event, journal } = story;
    story.person({ name: 'acknowledge', id: 'c-1' }, 1, true);
    assert.equal(story.last?.kind, 'known');
    assert.deepEqual([story.event, story.journal.length], [event, journal.length]);
  });
});

describe('undo', () => {
  it('brings back state, hold, who and when', () => {
    const story = SITUATIONS['completed-by-person']();
    const before = story.event;
    story.person({ name: 'complete', hold: 'forever' }).person({ name: 'undo' });
    const { hold, completedAt, completedBy } = story.event;
    assert.deepEqual(
      { hold, completedAt, completedBy },
      { hold: before.hold, completedAt: before.completedAt, completedBy: before.completedBy },
    );
    assert.equal(story.event.version, 4);
  });

  it('is not prevented by reports that made no version, and counts them', () => {
    const story = SITUATIONS['completed-by-person']()
      .reports('error')
      .person({ name: 'complete', hold: 'forever' });
    story.reports('error').reports('error').person({ name: 'undo' });
    assert.deepEqual(
      [story.event.hold, story.event.failingSince, story.event.diverged],
      ['until-worse', 3, true],
    );
  });

  it('is refused when a report made the newest version', () => {
    const story = new Story()
      .reports('warning')
      .person({ name: 'acknowledge' })
      .reports('error')
      .person({ name: 'undo' });
    assert.equal(story.refusal, 'conflict');
  });

  it('undone again, does it again', () => {
    const story = SITUATIONS.acknowledged().person({ name: 'undo' }).person({ name: 'undo' });
    assert.equal(story.event.state, 'acknowledged');
  });
});
