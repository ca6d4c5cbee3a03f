import type { Change, OperationalEvent, State, Status, Was } from '@signalbox/contracts';

type Facts = { readonly status?: Status; readonly state?: State; readonly source?: string };

const AT = '2026-11-22T03:17:42.123Z';

const makeEvent = (
  id: string,
  { status = 'error', state = 'open', source = 'plaza-north' }: Facts,
): OperationalEvent => ({
  id,
  source,
  key: id,
  status,
  message: 'Barrier does not answer',
  state,
  diverged: false,
  firstReportedAt: AT,
  reportedAt: AT,
  receivedAt: AT,
  reports: 1,
  late: false,
  changedAt: AT,
  changedBy: { kind: 'source', name: source },
  overrides: 0,
  worst: status,
  failingSince: 0,
  version: 1,
});

/** An entry of the feed: number `seq`, of the event `id`, which is so now and was so before; new where nothing is said. */
export function makeChange(seq: number, id: string, now: Facts = {}, before?: Facts): Change {
  const event = makeEvent(id, now);
  const was: Was | null = before
    ? { status: before.status ?? 'error', state: before.state ?? 'open', diverged: false }
    : null;
  const { status, state, version, changedBy: actor } = event;
  return { seq, eventId: id, at: AT, action: 'reported', actor, status, state, version, event, was };
}
