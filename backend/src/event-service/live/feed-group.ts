import type { EventFilter } from '@signalbox/contracts';
import type { ChangeBatch } from './change-batch.ts';
import { changeFrame } from './change-frame.ts';
import type { Clock } from './clock.ts';
import { seqOf } from './cursor.ts';
import type { Deliveries } from './deliveries.ts';
import type { LiveClient } from './live-client.ts';
import { PendingChanges } from './pending-changes.ts';

/** Four frames a second are as live as an eye can follow. */
export const FRAME_EVERY_MS = 250;

/** What all groups work with. */
export interface FeedGroupParts {
  readonly clock: Clock;
  readonly deliveries: Deliveries;
}

/** The browsers with the same filter, all where the tail is: they share what is pending, and the bytes of each frame. */
export class FeedGroup {
  readonly clients = new Set<LiveClient>();
  private readonly filter: EventFilter;
  private readonly parts: FeedGroupParts;
  private pending: PendingChanges;
  /** What is pending leads from `start` to `end`. */
  private start: string;
  private end: string;
  private lastFrame = -Infinity;
  private cancelFrame: (() => void) | undefined;
  /** Aborted when what is on its way to browsers must not arrive any more. */
  private way = new AbortController();

  constructor(filter: EventFilter, cursor: string, parts: FeedGroupParts) {
    this.filter = filter;
    this.parts = parts;
    this.pending = new PendingChanges(filter);
    this.start = cursor;
    this.end = cursor;
  }

  take({ cursor, entries, refresh }: ChangeBatch): void {
    this.end = cursor;
    for (const entry of entries) this.pending.add(entry);
    if (refresh) this.pending.demandRefresh();
    const { clock, deliveries } = this.parts;
    const due = Math.max(0, this.lastFrame + FRAME_EVERY_MS - clock.now());
    this.cancelFrame ??= clock.after(due, () => deliveries.add(this.flush(this.way.signal)));
  }

  /** The feed goes on from elsewhere: what was pending belongs to a past that is gone. */
  restart(cursor: string): void {
    this.stop();
    this.begin(cursor);
  }

  stop(): void {
    this.cancelFrame?.();
    this.cancelFrame = undefined;
    this.way.abort();
    this.way = new AbortController();
  }

  /** A step for the frame, and one for each browser. */
  private *flush(way: AbortSignal): Generator<void, void> {
    if (way.aborted) return;
    this.cancelFrame = undefined;
    this.lastFrame = this.parts.clock.now();
    const { pending, start, end } = this;
    this.begin(end);
    const entries = pending.entries();
    const shared =
      entries.length > 0 || pending.refresh ? changeFrame(end, entries, pending.refresh) : undefined;
    for (const client of this.clients) {
      yield;
      if (way.aborted) return;
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
