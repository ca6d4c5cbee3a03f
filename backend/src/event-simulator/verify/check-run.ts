import type { SentReport } from '../ledger.ts';
import { redo, type StoredEvent } from './redo.ts';
import type { Verdict } from './verdict.ts';

/**
 * Whether what was acknowledged is there exactly once, in the state that the lifecycle says. Pure, so that it can be shown to fail.
 * `stored` must be all events of the sources that reported.
 */
export function checkRun(sent: ReadonlyMap<string, SentReport>, stored: readonly StoredEvent[]): Verdict {
  const acknowledged = [...sent.values()].filter(isAcknowledged);
  const times = countEntries(stored);
  return {
    reports: acknowledged.length,
    events: stored.length,
    lost: acknowledged.filter(({ report }) => !times.has(report.id)).map(nameReport),
    doubled: [
      ...[...sent.values()].filter(({ report }) => (times.get(report.id) ?? 0) > 1).map(nameReport),
      ...doubledEvents(stored),
    ],
    differing: stored.flatMap((one) => {
      const difference = redo(one, sent);
      return difference === undefined ? [] : [`${nameEvent(one)}: ${difference}`];
    }),
  };
}

const isAcknowledged = ({ receipts, isConfirmed }: SentReport): boolean =>
  isConfirmed || receipts.some(({ result }) => result !== 'rejected');

/** How often each report is in the journals. */
function countEntries(stored: readonly StoredEvent[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { journal } of stored) {
    for (const { reportId } of journal) {
      if (reportId !== undefined) times.set(reportId, (times.get(reportId) ?? 0) + 1);
    }
  }
  return times;
}

function doubledEvents(stored: readonly StoredEvent[]): string[] {
  const names = stored.map(nameEvent);
  const seen = new Set<string>();
  return names.filter((name) => seen.has(name) || !seen.add(name));
}

const nameReport = ({ report }: SentReport): string =>
  `report ${report.id} of ${report.source} ${report.key}`;
const nameEvent = ({ event }: StoredEvent): string => `event ${event.source} ${event.key}`;
