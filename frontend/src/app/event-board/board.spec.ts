import { createChange, createEvent, createPage } from '../testing/create-event';
import { FRESH_MOST, boardOf, eventsAfter, leftCount, recompute, sortsBefore } from './board';
import { readQuery } from './board-query';

const NOW = 1_000;
const at = (minute: number) => `2026-11-22T03:${String(minute).padStart(2, '0')}:00.000Z`;
const boardWith = (search: string, minutes: number[], next: string | null = null) => {
  const events = minutes.map((minute) => createEvent({ changedAt: at(minute) }));
  return { events, board: boardOf(createPage(events, { next }), readQuery(search), 0) };
};

describe('recompute', () => {
  it('changes a row in its place', () => {
    const { events, board } = boardWith('', [30, 20, 10]);
    const worse = { ...events[2]!, message: 'Worse', version: 2, changedAt: at(40) };
    const after = recompute(board, [worse], NOW);
    expect(after.rows.map((row) => row.event.id)).toEqual(events.map((event) => event.id));
    expect(after.rows[2]).toEqual({ event: worse, left: false, changedAt: NOW });
  });

  it('keeps the very rows that did not change', () => {
    const { events, board } = boardWith('', [30, 20]);
    const after = recompute(board, [{ ...events[0]!, version: 2 }], NOW);
    expect(after.rows[1]).toBe(board.rows[1]);
  });

  it('does not mark a mere repeat', () => {
    const { events, board } = boardWith('', [30]);
    const after = recompute(board, [{ ...events[0]!, reports: 9, receivedAt: at(50) }], NOW);
    expect(after.rows[0]!.changedAt).toBeNull();
    expect(after.rows[0]!.event.reports).toBe(9);
  });

  it('ignores what is older than what it shows', () => {
    const { events, board } = boardWith('', [30]);
    const newer = recompute(board, [{ ...events[0]!, version: 3 }], NOW);
    expect(recompute(newer, [{ ...events[0]!, version: 2 }], NOW).rows[0]!.event.version).toBe(3);
  });

  it('counts what is new, and shows none of it', () => {
    const { board } = boardWith('', [30, 20], 'more');
    const after = recompute(
      board,
      [createEvent({ changedAt: at(45) }), createEvent({ changedAt: at(25) })],
      NOW,
    );
    expect(after.fresh.size).toBe(2);
    expect(after.rows).toHaveLength(2);
  });

  it('does not count what lies behind the end of the page', () => {
    const { board } = boardWith('', [30, 20], 'more');
    expect(recompute(board, [createEvent({ changedAt: at(5) })], NOW).fresh.size).toBe(0);
  });

  it('counts everything new where the page is not full', () => {
    const { board } = boardWith('', []);
    expect(recompute(board, [createEvent()], NOW).fresh.size).toBe(1);
  });

  it('counts an event once, and forgets it when it does not belong any more', () => {
    const { board } = boardWith('state=open', [30]);
    const event = createEvent({ changedAt: at(40) });
    const once = recompute(recompute(board, [event], NOW), [{ ...event, reports: 2 }], NOW);
    expect(once.fresh.size).toBe(1);
    expect(recompute(once, [{ ...event, state: 'completed', version: 2 }], NOW).fresh.size).toBe(0);
  });

  it('leaves a row that left the view where it was, until it comes back', () => {
    const { events, board } = boardWith('state=open', [30, 20]);
    const gone = recompute(board, [{ ...events[0]!, state: 'completed', version: 2 }], NOW);
    expect(gone.rows[0]!.left).toBe(true);
    expect(leftCount(gone)).toBe(1);
    expect(leftCount(recompute(gone, [{ ...events[0]!, version: 3 }], NOW))).toBe(0);
  });

  it('bounds what it remembers of a storm', () => {
    const { board } = boardWith('', []);
    const storm = Array.from({ length: 5_000 }, () => createEvent());
    expect(recompute(board, storm, NOW).fresh.size).toBe(FRESH_MOST + 1);
  });

  it('judges searches itself, which the feed cannot', () => {
    const { board } = boardWith('q=barrier+lane', []);
    expect(recompute(board, [createEvent({ key: 'printer' })], NOW).fresh.size).toBe(0);
    expect(recompute(board, [createEvent({ key: 'lane-07' })], NOW).fresh.size).toBe(1);
  });
});

describe('the order of the page', () => {
  const older = createEvent({ changedAt: at(1), firstReportedAt: at(5), status: 'error' });
  const newer = createEvent({ changedAt: at(2), firstReportedAt: at(4), status: 'ok' });
  it.each([
    ['', false],
    ['sort=changedAt', true],
    ['sort=-firstReportedAt', true],
    ['sort=firstReportedAt', false],
    ['sort=-status', true],
  ])('%s', (search, olderFirst) => expect(sortsBefore(older, newer, readQuery(search))).toBe(olderFirst));
});

it('takes from the feed only what the page cannot know', () => {
  const event = createEvent();
  expect(eventsAfter([createChange(100, event), createChange(101, event)], 100)).toHaveLength(1);
});
