import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { replay } from './replay.ts';
import { clock, IDENTITY, Story } from './testing/story.ts';
import type { OperationalEvent } from '../operational-event.ts';
import { HOLDS, RULES, STATUSES } from '../vocabulary.ts';

type Step = (story: Story) => Story;

const status = fc.constantFrom(...STATUSES);
const report = fc
  .record({
    status,
    message: fc.constantFrom('a', 'b'),
    back: fc.integer({ min: 0, max: 4 }),
    ahead: fc.boolean(),
  })
  .map(({ status, message, back, ahead }): Step => (story) => {
    const time = clock(story.seconds + 1 - back + (ahead && back === 4 ? 1_000 : 0));
    return story.reports(status, { message, time });
  });
const complete = fc.constantFrom(...HOLDS).map((hold): Step => (story) => {
  const holdUntil = clock(story.seconds + 4);
  return story.person({ name: 'complete', hold, ...(hold === 'until-time' && { holdUntil }) });
});
const command = fc
  .constantFrom(
    { name: 'acknowledge' } as const,
    { name: 'reopen' } as const,
    { name: 'undo' } as const,
    { name: 'comment', note: 'seen' } as const,
    { name: 'assign', assignee: 'Jonas Weber' } as const,
    { name: 'assign', assignee: null } as const,
  )
  .map(
    (body): Step =>
      (story) =>
        story.person(body),
  );
const tick = fc.constant<Step>((story) => story.ticksAt(story.seconds + 2));
const steps = fc.array(fc.oneof({ weight: 5, arbitrary: report }, complete, command, tick), {
  maxLength: 40,
});

const tell = (told: readonly Step[]): Story =>
  told.reduce((story, step) => step(story), new Story().reports('warning'));

function withoutTypeAndAttributes({ type: _type, attributes: _attributes, ...event }: OperationalEvent) {
  return event;
}

describe('whatever happens to an event', () => {
  it('its journal, replayed, gives the event', () => {
    fc.assert(
      fc.property(steps, (told) => {
        const story = tell(told);
        assert.deepEqual(replay(IDENTITY, story.journal), withoutTypeAndAttributes(story.event));
      }),
      { numRuns: 1_000 },
    );
  });

  it('a report or command that was taken before changes nothing and journals nothing', () => {
    fc.assert(
      fc.property(steps, status, (told, again) => {
        const story = tell(told);
        const { record } = story;
        const entries = story.journal.length;
        story.reports(again, { known: true }).person({ name: 'complete', id: 'c-1' }, 1, true);
        assert.equal(story.record, record);
        assert.equal(story.journal.length, entries);
      }),
    );
  });

  it('the order of arrival does not matter to the final status', () => {
    const timed = fc.uniqueArray(fc.record({ second: fc.integer({ min: -500, max: 200 }), status }), {
      selector: ({ second }) => second,
      minLength: 1,
      maxLength: 12,
    });
    const shuffled = timed.chain((inOrder) =>
      fc.tuple(fc.constant(inOrder), fc.shuffledSubarray(inOrder, { minLength: inOrder.length })),
    );
    fc.assert(
      fc.property(shuffled, ([sent, arrived]) => {
        const newest = sent.reduce((a, b) => (b.second > a.second ? b : a));
        const story = new Story();
        for (const { second, status } of arrived) story.reports(status, { time: clock(second) });
        assert.equal(story.event.status, newest.status);
        assert.equal(story.event.reportedAt, clock(newest.second));
      }),
    );
  });

  it('a report never changes what people decided, but by a rule that it names, or by recovering', () => {
    const people = ({ assignee, hold, holdUntil, acknowledgedBy, completedBy }: OperationalEvent) => ({
      assignee,
      hold,
      holdUntil,
      acknowledgedBy,
      completedBy: completedBy?.kind === 'person' ? completedBy : undefined,
    });
    fc.assert(
      fc.property(steps, status, (told, next) => {
        const story = tell(told);
        const before = people(story.event);
        const entries = story.journal.length;
        story.reports(next);
        const rule = story.journal.slice(entries).find((entry) => entry.rule !== undefined)?.rule;
        assert.equal(story.event.assignee, before.assignee);
        if (rule === undefined) assert.deepEqual(people(story.event), before);
        else assert.ok(RULES.includes(rule));
      }),
      { numRuns: 500 },
    );
  });

  it('a hold is set exactly when a person completed, and holdUntil exactly with until-time', () => {
    fc.assert(
      fc.property(steps, (told) => {
        const { state, hold, holdUntil, completedBy } = tell(told).event;
        assert.equal(hold !== undefined, state === 'completed' && completedBy?.kind === 'person');
        assert.equal(holdUntil !== undefined, hold === 'until-time');
      }),
    );
  });
});
