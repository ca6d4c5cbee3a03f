import type { EventReport } from './event-report.ts';
import type { OperationalEvent } from './operational-event.ts';

/** The smallest useful report. */
export const SMALLEST_REPORT: EventReport = { status: 'error', message: 'disk full' };

export const EXAMPLE_REPORT: EventReport = {
  source: 'plaza-north',
  key: 'lane-07/barrier',
  id: 'r-000731',
  type: 'lane.barrier',
  status: 'error',
  message: 'Barrier does not answer: 3 polls lost, loop occupied',
  time: '2026-11-22T03:17:34.000Z',
  attributes: { lane: 7, polls: 3 },
};

/** Completed by a person while its source goes on failing. */
export const EXAMPLE_EVENT: OperationalEvent = {
  id: '019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11',
  source: 'plaza-north',
  key: 'lane-07/barrier',
  type: 'lane.barrier',
  status: 'error',
  message: 'Barrier does not answer: 3 polls lost, loop occupied',
  state: 'completed',
  hold: 'until-recovered',
  diverged: true,
  firstReportedAt: '2026-11-22T01:02:11.000Z',
  reportedAt: '2026-11-22T03:17:34.000Z',
  receivedAt: '2026-11-22T03:17:34.210Z',
  reports: 731,
  late: false,
  changedAt: '2026-11-22T02:58:40.113Z',
  changedBy: { kind: 'person', name: 'Ana Ruiz' },
  completedAt: '2026-11-22T02:58:40.113Z',
  completedBy: { kind: 'person', name: 'Ana Ruiz' },
  overrides: 0,
  worst: 'error',
  failingSince: 412,
  version: 2,
};
