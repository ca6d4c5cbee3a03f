import type { Change } from '@signalbox/contracts';
import { readCursor, sameEpoch } from './cursor';

/** Entries kept for a page that is being read meanwhile; at 500 in a frame and 4 frames a second, some seconds. */
const KEPT_MOST = 5_000;

/** The last stretch of the feed, without gaps: what a page that is read now may not contain yet. */
export class ChangeTail {
  private entries: Change[] = [];
  private from: string;

  constructor(from: string) {
    this.from = from;
  }

  add(entries: readonly Change[]): void {
    this.entries.push(...entries);
    if (this.entries.length > KEPT_MOST) this.forget(this.entries.length - KEPT_MOST / 2);
  }

  /** The feed jumped: nothing before is known. */
  restart(from: string): void {
    this.entries = [];
    this.from = from;
  }

  /** Whether nothing is missing between a place and now. */
  covers(cursor: string): boolean {
    return sameEpoch(this.from, cursor) && readCursor(cursor).seq >= readCursor(this.from).seq;
  }

  after(cursor: string): Change[] {
    const { seq } = readCursor(cursor);
    return this.entries.filter((entry) => entry.seq > seq);
  }

  private forget(howMany: number): void {
    const last = this.entries[howMany - 1];
    if (!last) return;
    this.entries = this.entries.slice(howMany);
    this.from = `${readCursor(this.from).epoch}-${last.seq}`;
  }
}
