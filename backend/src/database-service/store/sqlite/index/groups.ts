import { STATES, STATUSES, type State, type Status } from '@signalbox/contracts/vocabulary';

/** Events of one state and status, diverged or not. */
export interface Group {
  readonly state: State;
  readonly status: Status;
  readonly diverged: boolean;
}

/** Every group, by its number in the index. */
export const GROUPS: readonly Group[] = STATES.flatMap((state) =>
  STATUSES.flatMap((status) => [false, true].map((diverged) => ({ state, status, diverged }))),
);

const FIRST_OF_STATE = new Map(STATES.map((state, index) => [state as string, index * STATUSES.length]));

/** The number of a group, from the columns of an event; the same in SQL. */
export function groupNumber(state: string, statusRank: number, diverged: number): number {
  return ((FIRST_OF_STATE.get(state) ?? 0) + statusRank) * 2 + diverged;
}
export const GROUP_OF_EVENT = `2 * (events.status + CASE events.state ${STATES.map(
  (state) => `WHEN '${state}' THEN ${FIRST_OF_STATE.get(state)}`,
).join(' ')} END) + events.diverged`;

/** The rank of a group's status, of its number; the same in SQL. */
export const rankOfGroup = (group: number): number => (group >> 1) % STATUSES.length;
export const RANK_OF_GROUP = `((grp >> 1) % ${STATUSES.length})`;
