import type { EventFilter } from '@signalbox/contracts';
import type { ChangeBatch } from './change-batch.ts';
import { changeFrame } from './change-frame.ts';
import { seqOf } from './cursor.ts';
import type { LiveClient } from './live-client.ts';
import { PendingChanges } from './pending-changes.ts';

/** Four frames a second are as live as an eye can follow. */
const FRAME_EVERY_MS = 250;

/** The browsers with the same filter, all where the tail is: they share what is pending, and the bytes of each frame. */
export class FeedGroup {
  readonly clients = new Set<LiveClient>();
  private readonly filter: EventFilter;
  private pending: PendingChanges;
  /** What is pending leads from `start` to `end`. */
  private start: string;
  private end: string;
  private lastFrame = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(filter: EventFilter, cursor: string) {
    this.filter = filter;
    this.pending = new PendingChanges(filter);
    this.start = cursor;
    this.end = cursor;
  }

  take({ cursor, entries, refresh }: ChangeBatch): void {
    this.end = cursor;
    for (const entry of entries) this.pending.add(entry);
    if (refresh) this.pending.demandRefresh();
    const due = Math.max(0, this.lastFrame + FRAME_EVERY_MS - performance.now());
    this.timer ??= setTimeout(() => this.flush(), due);
  }

  /** The feed goes on from elsewhere: what was pending belongs to a past that is gone. */
  restart(cursor: string): void {
    this.stop();
    this.begin(cursor);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private flush(): void {
    this.timer = undefined;
    this.lastFrame = performance.now();
    const { pending, start, end } = this;
    this.begin(end);
    const entries = pending.entries();
    const shared =
      entries.length > 0 || pending.refresh ? changeFrame(end, entries, pending.refresh) : undefined;
    for (const client of this.clients) {
      const seq = seqOf(client.cursor ?? '');
      if (seq <= seqOf(start)) client.take(shared, end);
      else if (seq < seqOf(end)) client.tell(end, pending.entriesAfter(seq), pending.refresh); // joined in between
    }
  }

  private begin(cursor: string): void {
    this.pending = new PendingChanges(this.filter);
    this.start = cursor;
    this.end = cursor;
  }
}
