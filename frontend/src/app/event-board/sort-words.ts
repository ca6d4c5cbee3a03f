import type { Sort } from '@signalbox/contracts/vocabulary';

export const SORT_WORDS: Record<Sort, string> = {
  '-changedAt': 'Newest change',
  changedAt: 'Oldest change',
  '-firstReportedAt': 'Newest event',
  firstReportedAt: 'Oldest event',
  '-status': 'Worst status',
};
