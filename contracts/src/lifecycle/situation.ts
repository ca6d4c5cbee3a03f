import type { OperationalEvent } from '../operational-event.ts';
import { STATUSES, type Status } from '../vocabulary.ts';

/** Where an event stands, as the tables tell it apart. Only a person's completion carries a hold. */
export type Situation = 'open' | 'acknowledged' | 'completed-by-source' | 'completed-by-person';

export function situationOf(event: OperationalEvent): Situation {
  if (event.state !== 'completed') return event.state;
  return event.hold === undefined ? 'completed-by-source' : 'completed-by-person';
}

const rank = (status: Status): number => STATUSES.indexOf(status);

export const isFailing = (status: Status): boolean => status !== 'ok';
export const isWorse = (status: Status, than: Status): boolean => rank(status) > rank(than);
export const worseOf = (a: Status, b: Status): Status => (isWorse(a, b) ? a : b);
