/** A place in the feed: the epoch of the database and the number of a journal entry. */
export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

export const formatCursor = ({ epoch, seq }: Cursor): string => `${epoch}-${seq}`;

/** The cursor that this text writes down, undefined when it writes none. */
export function parseCursor(text: string): Cursor | undefined {
  const [, epoch, digits] = /^([0-9a-f]{8})-(\d{1,15})$/.exec(text) ?? [];
  return epoch === undefined || digits === undefined ? undefined : { epoch, seq: Number(digits) };
}
