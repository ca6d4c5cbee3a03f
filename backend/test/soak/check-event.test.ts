import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JournalEntry } from '@signalbox/contracts';
import { checkEvent, type StoredEvent } from '../../soak/check/check-event.ts';

const AT = '2026-11-22T03:17:42.123Z';
const actor = { kind: 'source', name: 'soak' } as const;
const reported = { eventId: 'a', at: AT, actor, status: 'error', state: 'open', version: 1 } as const;
const entries: JournalEntry[] = [
  { ...reported, seq: 1, action: 'reported', message: 'It fails', reportId: 'r-1' },
  { ...reported, seq: 4, action: 'repeated', message: 'It fails', reportId: 'r-2' },
];
const event: StoredEvent['event'] = {
  ...{ id: 'a', source: 'soak', key: 'lane-07', type: 'lane', status: 'error', message: 'It fails' },
  ...{ state: 'open', diverged: false, late: false, reports: 2, overrides: 0, worst: 'error' },
  ...{ firstReportedAt: AT, reportedAt: AT, receivedAt: AT, changedAt: AT, changedBy: actor },
  ...{ failingSince: 0, version: 1 },
};
const told = [
  { seq: 1, event: 'a', version: 1, id: 'r-1' },
  { seq: 4, event: 'a', version: 1, id: 'r-2' },
];

describe('the checker of one event', () => {
  it('finds nothing where the history gives the event', () =>
    assert.deepEqual(checkEvent({ event, entries }, told, 4).differing, []));

  it('finds a field that the history does not give', () => {
    const { differing } = checkEvent({ event: { ...event, reports: 3 }, entries }, told, 4);
    assert.deepEqual(differing, ['event a: replayed, reports would be 2 and is 3']);
  });

  it('finds an event without a history', () => {
    assert.match(checkEvent({ event, entries: [] }, [], 4).differing[0] ?? '', /there is nothing/);
  });

  it('asks nothing of the feed for what came later', () =>
    assert.deepEqual(checkEvent({ event, entries }, told.slice(0, 1), 3).differing, []));

  it('finds a history that is not what the feed told', () => {
    const { differing } = checkEvent({ event, entries }, told.slice(1), 4);
    assert.deepEqual(differing, ['event a: its history has 2 entries, the feed 1']);
  });
});
