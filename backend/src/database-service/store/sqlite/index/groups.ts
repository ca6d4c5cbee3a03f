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

/**
 * A prompt event was last reported when it last changed, or no more than this before or after: nearly all are, also where a source
 * collects for some minutes what it sends. Of these a stretch of reports is the stretch of changes at the same time.
 */
export const PROMPT_WITHIN_MS = 5 * 60_000;
/** The span of all prompt events: no time has this one. */
export const PROMPT_SPAN = -(2 ** 20);
/**
 * Changes of all other events that were reported at one time are found in spans of 2^27 ms, 37 hours: a year are 235 of them, few
 * enough to be merged in the order of the list, and one holds little enough to be searched through.
 */
const SPAN = 2 ** 27;
export const spanOf = (reportedAt: number): number => Math.floor(reportedAt / SPAN);

export const spanOfEvent = (reportedAt: number, changedAt: number): number =>
  Math.abs(changedAt - reportedAt) <= PROMPT_WITHIN_MS ? PROMPT_SPAN : spanOf(reportedAt);
