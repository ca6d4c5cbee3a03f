/** A place in the feed: the epoch of the database and the number of a journal entry. */
export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
  /**
   * Its reader began with the oldest entry and has not come yet to where nothing was dropped: what comes next is what is
   * kept of it. Any other reader was promised every entry. Written as a 0 before the number, as in `0`, the oldest.
   */
  readonly ofKept?: boolean;
}

export const formatCursor = ({ epoch, seq, ofKept }: Cursor): string => `${epoch}-${ofKept ? '0' : ''}${seq}`;

/** The cursor that this text writes down, undefined when it writes none. */
export function parseCursor(text: string): Cursor | undefined {
  const [, epoch, zero, digits] = /^([0-9a-f]{8})-(0(?=\d))?(\d{1,15})$/.exec(text) ?? [];
  if (epoch === undefined || digits === undefined) return undefined;
  return { epoch, seq: Number(digits), ofKept: zero !== undefined };
}
