import type { Actor, OperationalEvent, Status } from '@signalbox/contracts';
import { ACTOR_KINDS, STATUSES } from '@signalbox/contracts/vocabulary';

/** Statuses are kept as their rank, so that they sort. */
export const statusRank = (value: Status): number => STATUSES.indexOf(value);
export const statusOf = (rank: unknown): Status => STATUSES[Number(rank)] as Status;

/** Actors are kept as their kind, a blank, and their name. */
export const actorText = ({ kind, name }: Actor): string => `${kind} ${name}`;
export function actorOf(value: unknown): Actor {
  const text = String(value);
  const kind = ACTOR_KINDS.find((one) => text.startsWith(`${one} `)) ?? 'system';
  return { kind, name: text.slice(kind.length + 1) };
}

/**
 * Whether only what is heard from the source differs: columns that no index knows. Completing again with the same hold is a
 * new completion, and not a new version.
 */
export function isDecidedAlike(before: OperationalEvent, after: OperationalEvent): boolean {
  return (
    before.version === after.version &&
    before.diverged === after.diverged &&
    before.completedAt === after.completedAt &&
    before.completedBy === after.completedBy
  );
}
