import type { Hold, Rule, State, Status } from '@signalbox/contracts/vocabulary';
import { minuteOrDay } from './clock-times';

/** The source's words stand in capitals, people's in sentence case. */
export const STATUS_WORDS: Record<Status, string> = { ok: 'OK', warning: 'WARNING', error: 'ERROR' };
export const STATE_WORDS: Record<State, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  completed: 'Completed',
};

export const HOLD_WORDS: Record<Hold, string> = {
  'until-recovered': 'until recovered',
  'until-worse': 'until worse',
  'until-next-report': 'until next report',
  'until-time': 'until a time',
  forever: 'forever',
};

/** `until worse`, `until 06:00` */
export function holdWords(hold: Hold, until: string | undefined, now: number): string {
  return hold === 'until-time' && until ? `until ${minuteOrDay(until, now)}` : HOLD_WORDS[hold];
}

/** Why an event changed hands, in few words, as a tie says it. */
export const RULE_WORDS: Record<Rule, string> = {
  'until-recovered.failed-again': 'failed again',
  'until-recovered.worse': 'got worse',
  'until-worse.worse': 'got worse',
  'until-next-report.same': 'reported again',
  'until-next-report.failed-again': 'failed again',
  'until-next-report.worse': 'got worse',
  'until-time.passed': 'its time passed',
  'until-time.recovered': 'it is fine',
  'acknowledged.worse': 'got worse',
  'recovered.failed-again': 'failed again',
  'person.reopened': 'by a person',
};
