/** A place in the feed: `<epoch>-<seq>`. */
export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

/** The cursor that a text writes; undefined for anything else, as a browser may send. */
export function parseCursor(text: string): Cursor | undefined {
  const match = /^([\w.]{1,40})-(\d{1,15})$/.exec(text);
  return match ? { epoch: match[1] ?? '', seq: Number(match[2]) } : undefined;
}

export const seqOf = (cursor: string): number => parseCursor(cursor)?.seq ?? 0;

export const sameEpoch = (a: string, b: string): boolean => parseCursor(a)?.epoch === parseCursor(b)?.epoch;

/** How many numbers a place is behind another one; null when one of them is not known, or of another epoch. */
export function distance(place: string | null, newest: string | null): number | null {
  if (place === null || newest === null || !sameEpoch(place, newest)) return null;
  return Math.max(0, seqOf(newest) - seqOf(place));
}
