import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANA, clock, SOURCE, Story } from './testing/story.ts';

/** What a report makes of an event: state, journal action, and the rule where the event changed hands. */
type Cell = readonly [told: string, tell: () => Story, state: string, action: string, rule?: string];

const open = () => new Story().reports('warning');
const openAfterReopenWhileOk = () => new Story().reports('ok').person({ name: 'reopen' });
const acknowledged = () => open().person({ name: 'acknowledge' });
const recovered = () => open().reports('ok');
const completed = () => open().person({ name: 'complete', hold: 'forever' });

const CELLS: readonly Cell[] = [
  ['none: ok', () => new Story().reports('ok'), 'completed', 'reported'],
  ['none: warning', () => new Story().reports('warning'), 'open', 'reported'],
  ['none: error', () => new Story().reports('error'), 'open', 'reported'],
  ['open: ok after failing', () => open().reports('ok'), 'completed', 'recovered'],
  ['open: ok after ok', () => openAfterReopenWhileOk().reports('ok'), 'open', 'repeated'],
  ['open: the same again', () => open().reports('warning'), 'open', 'repeated'],
  ['open: better, still failing', () => open().reports('error').reports('warning'), 'open', 'reported'],
  ['open: worse', () => open().reports('error'), 'open', 'worsened'],
  ['open while ok: failing', () => openAfterReopenWhileOk().reports('warning'), 'open', 'worsened'],
  ['acknowledged: ok after failing', () => acknowledged().reports('ok'), 'completed', 'recovered'],
  [
    'acknowledged: ok after ok',
    () => openAfterReopenWhileOk().person({ name: 'acknowledge' }).reports('ok'),
    'acknowledged',
    'repeated',
  ],
  ['acknowledged: the same again', () => acknowledged().reports('warning'), 'acknowledged', 'repeated'],
  ['acknowledged: worse', () => acknowledged().reports('error'), 'open', 'worsened', 'acknowledged.worse'],
  ['completed by the source: ok after ok', () => recovered().reports('ok'), 'completed', 'repeated'],
  [
    'completed by the source: failing',
    () => recovered().reports('warning'),
    'open',
    'reopened',
    'recovered.failed-again',
  ],
  [
    'completed by the source: worse than ever',
    () => recovered().reports('error'),
    'open',
    'reopened',
    'recovered.failed-again',
  ],
  ['completed by a person: ok after failing', () => completed().reports('ok'), 'completed', 'recovered'],
  [
    'completed by a person: ok after ok',
    () => completed().reports('ok').reports('ok'),
    'completed',
    'repeated',
  ],
  ['completed by a person: held', () => completed().reports('warning'), 'completed', 'repeated'],
  ['completed by a person: held though worse', () => completed().reports('error'), 'completed', 'worsened'],
];

describe('what a report does to an event', () => {
  for (const [told, tell, state, action, rule] of CELLS) {
    it(`${told} → ${state}, ${action}`, () => {
      const story = tell();
      assert.equal(story.event.state, state);
      assert.equal(story.lastEntry?.action, action);
      assert.equal(story.lastEntry?.rule, rule);
    });
  }

  it('worse is measured since the acknowledgement, the status then included', () => {
    const story = new Story().reports('error').reports('warning').person({ name: 'acknowledge' });
    assert.equal(story.event.worst, 'warning');
    assert.equal(story.reports('error').event.state, 'open');
  });

  it('names the source as who completed it, and the person whose completion it ended', () => {
    assert.deepEqual(recovered().event.completedBy, SOURCE);
    const story = open().person({ name: 'complete' }).reports('error');
    assert.deepEqual(story.event.reopened, {
      at: clock(3),
      by: SOURCE,
      rule: 'until-recovered.worse',
      completedBy: ANA,
    });
    assert.equal(story.event.completedBy, undefined);
  });
});

describe('the receipt of a report', () => {
  const resultOf = (story: Story) => (story.last?.kind === 'receipt' ? story.last.result : story.last?.kind);

  it('tells new, changed, repeated, late and duplicate apart', () => {
    const story = new Story();
    assert.equal(resultOf(story.reports('error')), 'created');
    assert.equal(resultOf(story.reports('error')), 'repeated');
    assert.equal(resultOf(story.reports('error', { message: 'other words' })), 'updated');
    assert.equal(
      resultOf(story.reports('error', { message: 'other words', type: 'lane.barrier' })),
      'updated',
    );
    assert.equal(
      resultOf(story.reports('error', { message: 'other words', attributes: { a: 1, b: 2 } })),
      'updated',
    );
    assert.equal(
      resultOf(story.reports('error', { message: 'other words', attributes: { b: 2, a: 1 } })),
      'repeated',
    );
    assert.equal(resultOf(story.reports('error', { time: clock(0) })), 'late');
    assert.equal(resultOf(story.reports('ok', { known: true })), 'duplicate');
  });

  it('leaves type and attributes where a report does not name them', () => {
    const story = new Story()
      .reports('error', { type: 'lane.barrier', attributes: { lane: 7 } })
      .reports('warning');
    assert.equal(story.event.type, 'lane.barrier');
    assert.deepEqual(story.event.attributes, { lane: 7 });
  });
});

describe('the time of a report', () => {
  it('older than one applied: journalled as late, and changes only late and receivedAt', () => {
    const story = new Story().reports('warning').reports('warning');
    const before = story.event;
    story.reports('error', { time: clock(1) });
    assert.deepEqual(story.event, { ...before, late: true, receivedAt: clock(3) });
    assert.deepEqual(
      [
        story.lastEntry?.action,
        story.lastEntry?.late,
        story.lastEntry?.reportedStatus,
        story.lastEntry?.status,
      ],
      ['late', true, 'error', 'warning'],
    );
    assert.equal(story.reports('warning').event.late, false);
  });

  it('equal times are taken in order of arrival', () => {
    assert.equal(new Story().reports('error').reports('ok', { time: clock(1) }).event.status, 'ok');
  });

  it('too far ahead of our clock: marked, kept as given in the journal, and taken as now in the event', () => {
    const ahead = clock(1 + 5 * 60 + 1);
    const story = new Story().reports('error', { time: ahead });
    assert.deepEqual([story.lastEntry?.skewed, story.lastEntry?.reportedAt], [true, ahead]);
    assert.equal(story.event.reportedAt, clock(1));
    assert.equal(story.reports('ok').event.status, 'ok');
  });

  it('up to five minutes ahead counts as given', () => {
    const story = new Story().reports('error', { time: clock(1 + 5 * 60) });
    assert.equal(story.lastEntry?.skewed, undefined);
    assert.equal(story.event.reportedAt, clock(301));
  });
});

describe('the version', () => {
  it('does not move with repeats, changed words, late and known reports', () => {
    const story = new Story().reports('error');
    story.reports('error').reports('error', { message: 'other words' });
    story.reports('ok', { time: clock(0) }).reports('ok', { known: true });
    assert.equal(story.event.version, 1);
    assert.equal(story.event.reports, 3);
  });

  it('moves with the status, and names who moved it', () => {
    const { event } = new Story().reports('warning').reports('error');
    assert.deepEqual([event.version, event.changedAt, event.changedBy], [2, clock(2), SOURCE]);
  });
});
