/** A place in the feed: `<epoch>-<seq>`. The epoch changes when the database is restored. */
export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

export function readCursor(text: string): Cursor {
  const dash = text.lastIndexOf('-');
  return { epoch: text.slice(0, dash), seq: Number(text.slice(dash + 1)) };
}

export const sameEpoch = (a: string, b: string): boolean => readCursor(a).epoch === readCursor(b).epoch;

/** How many entries lie between two places of the same epoch; 0 when it is no step forward. */
export const distance = (from: string, to: string): number =>
  Math.max(0, readCursor(to).seq - readCursor(from).seq);
