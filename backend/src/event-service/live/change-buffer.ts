import type { ChangeBatch } from './change-batch.ts';
import { sameEpoch, seqOf } from './cursor.ts';

/** As long as a browser is away for a moment it should not cost the database service anything. More would hardly be told. */
const CHANGES_MOST = 5_000;
const BYTES_MOST = 16 * 1_024 * 1_024;
/** What an entry holds besides its texts, from a heap snapshot of parsed entries, and its JSON once it was sent. */
const BYTES_OF_CHANGE = 2_500;

/** The last batches of the tail, bounded, for browsers that come back after a short while. */
export class ChangeBuffer {
  private batches: ChangeBatch[] = [];
  private changes = 0;
  private bytes = 0;

  push(batch: ChangeBatch): void {
    const newest = this.batches.at(-1);
    if (newest && newest.cursor !== batch.after) this.clear();
    this.batches.push(batch);
    this.count(batch, 1);
    while (this.changes > CHANGES_MOST || this.bytes > BYTES_MOST) this.dropOldest();
  }

  clear(): void {
    this.batches = [];
    this.changes = 0;
    this.bytes = 0;
  }

  /** The batches that lead on from a cursor, the first of which may begin before it; undefined when they are not here. */
  since(cursor: string): readonly ChangeBatch[] | undefined {
    const [oldest, newest] = [this.batches[0], this.batches.at(-1)];
    if (!oldest || !newest || !sameEpoch(cursor, newest.cursor)) return undefined;
    const seq = seqOf(cursor);
    if (seq < seqOf(oldest.after) || seq > seqOf(newest.cursor)) return undefined;
    return this.batches.filter((batch) => seqOf(batch.cursor) > seq);
  }

  private dropOldest(): void {
    const oldest = this.batches.shift();
    if (oldest) this.count(oldest, -1);
  }

  private count({ entries }: ChangeBatch, sign: 1 | -1): void {
    this.changes += sign * entries.length;
    this.bytes += sign * entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  }
}

/** Message and note may each take 4,096 characters of up to two bytes, and of three as JSON; the rest is small. */
function sizeOf({ message = '', note = '', event }: ChangeBatch['entries'][number]): number {
  return BYTES_OF_CHANGE + 5 * (message.length + note.length + event.message.length);
}
