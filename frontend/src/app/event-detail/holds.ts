import type { Hold } from '@signalbox/contracts/vocabulary';
import { minuteTime } from '../words/clock-times';

export interface HoldChoice {
  readonly name: string;
  readonly hold: Hold;
  /** From now, for how long or until when. */
  readonly until?: (now: number) => number;
}

const HOUR = 3_600_000;
const MORNING = 6;

/** The next six o'clock: when the day shift comes. */
export function nextMorning(now: number): number {
  const morning = new Date(now);
  morning.setHours(MORNING, 0, 0, 0);
  if (morning.getTime() <= now) morning.setDate(morning.getDate() + 1);
  return morning.getTime();
}

/** How long a completion may hold, the usual one first. */
export const holdChoices = (now: number): readonly HoldChoice[] => [
  { name: 'Until recovered', hold: 'until-recovered' },
  { name: 'Until worse', hold: 'until-worse' },
  { name: '1 h', hold: 'until-time', until: (at) => at + HOUR },
  { name: `Until ${minuteTime(nextMorning(now))}`, hold: 'until-time', until: nextMorning },
  { name: 'Until next report', hold: 'until-next-report' },
  { name: 'Forever', hold: 'forever' },
];
