import type { OperationalEvent } from '@signalbox/contracts';
import { age } from '../words/ages';

/** From these on, a mean says something. */
const ENOUGH_REPORTS = 3;

/** How often the source reports, `9 s`, learned from what it did; null where there is nothing to learn from. */
export function rhythm(event: OperationalEvent): string | null {
  if (event.reports < ENOUGH_REPORTS) return null;
  const whole = Date.parse(event.reportedAt) - Date.parse(event.firstReportedAt);
  const every = whole / (event.reports - 1);
  return every < 1_000 ? null : age(every);
}
