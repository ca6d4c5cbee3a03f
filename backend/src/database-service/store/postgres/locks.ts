/** Advisory locks of this database that are ours. The first number is ours by chance, the second says which it is. */
const lock = (which: number): string => `7446142, ${which}`;

export const LOCKS = {
  /** Held from the first journal entry of a transaction to its commit: so entries are numbered as they are committed. */
  feed: lock(1),
  /** Held while the schema is brought up to date. */
  schema: lock(2),
  /** Held by the one service that brings the sums by source up to date. */
  followed: lock(3),
} as const;

/** Services tell each other on this channel that something was committed. */
export const CHANNEL = 'signalbox_changes';
