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
