import type { Change, EventPage, OperationalEvent } from '@signalbox/contracts';

const AT = '2026-11-22T03:00:00.000Z';
let numbered = 0;

/** An open ERROR, and whatever of it matters to the test. */
export function createEvent(known: Partial<OperationalEvent> = {}): OperationalEvent {
  numbered += 1;
  return {
    id: `0199-${String(numbered).padStart(6, '0')}`,
    source: 'plaza-north',
    key: `lane-${numbered}/barrier`,
    status: 'error',
    message: 'Barrier does not answer',
    state: 'open',
    diverged: false,
    firstReportedAt: AT,
    reportedAt: AT,
    receivedAt: AT,
    reports: 1,
    late: false,
    changedAt: AT,
    changedBy: { kind: 'source', name: 'plaza-north' },
    overrides: 0,
    worst: 'error',
    failingSince: 0,
    version: 1,
    ...known,
  };
}

export const person = (name: string) => ({ kind: 'person', name }) as const;

export const createPage = (events: OperationalEvent[], known: Partial<EventPage> = {}): EventPage => ({
  events,
  next: null,
  previous: null,
  cursor: 'epoch-100',
  ...known,
});

/** An entry of the feed about an event as it is now. */
export const createChange = (seq: number, event: OperationalEvent): Change => ({
  seq,
  eventId: event.id,
  at: event.changedAt,
  action: 'reported',
  actor: event.changedBy,
  status: event.status,
  state: event.state,
  version: event.version,
  event,
  was: null,
});
