import type { EventFilter } from '@signalbox/contracts';
import type { ChangeBatch } from './change-batch.ts';
import type { ChangeBuffer } from './change-buffer.ts';
import { changeFrame } from './change-frame.ts';
import type { Clock } from './clock.ts';
import { seqOf } from './cursor.ts';
import type { Deliveries } from './deliveries.ts';
import { FRAME_EVERY_MS, type LiveClient } from './live-client.ts';
import { PendingChanges } from './pending-changes.ts';
import { tellMissed } from './tell-missed.ts';

/** What all groups work with. */
export interface FeedGroupParts {
  readonly clock: Clock;
  readonly deliveries: Deliveries;
  readonly buffer: Pick<ChangeBuffer, 'since'>;
}

/** What is delivered to a group at once. */
interface Delivery {
  readonly pending: PendingChanges;
  /** What is pending leads from `start` to `end`. */
  readonly start: string;
  readonly end: string;
  readonly shared: Buffer | undefined;
}

/** The browsers with the same filter: they share what is pending, the bytes of each frame, and the pace. */
export class FeedGroup {
  readonly clients = new Set<LiveClient>();
  private readonly filter: EventFilter;
  private readonly parts: FeedGroupParts;
  private pending: PendingChanges;
  private start: string;
  private end: string;
  private lastFrame = -Infinity;
  /** Set from when a frame is planned until every browser got it. */
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

  /** The next frame brings it to where the others are, as far back as memory reaches. */
  join(client: LiveClient): void {
    this.clients.add(client);
    if (client.cursor !== this.end) this.plan();
  }

  take({ cursor, entries, refresh }: ChangeBatch): void {
    this.end = cursor;
    for (const entry of entries) this.pending.add(entry);
    if (refresh) this.pending.demandRefresh();
    this.plan();
  }

  /** The feed goes on from elsewhere: what was pending belongs to a past that is gone. */
  restart(cursor: string): void {
    this.stop();
    this.lastFrame = this.parts.clock.now(); // some browsers may have got theirs
    this.begin(cursor);
  }

  stop(): void {
    this.cancelFrame?.();
    this.cancelFrame = undefined;
    this.way.abort();
    this.way = new AbortController();
  }

  /**
   * Never before the last browser got the frame before: so of all frames of a browser only the first of any time may come
   * late, and in n seconds there are 4 n + 1 at most, however long a delivery takes.
   */
  private plan(): void {
    const { clock, deliveries } = this.parts;
    const due = Math.max(0, this.lastFrame + FRAME_EVERY_MS - clock.now());
    this.cancelFrame ??= clock.after(due, () => deliveries.add(this.flush(this.way.signal)));
  }

  /** A step for the frame, and one for each browser. */
  private *flush(way: AbortSignal): Generator<void, void> {
    if (way.aborted) return;
    this.lastFrame = this.parts.clock.now();
    const delivery = this.delivery();
    for (const client of this.clients) {
      yield;
      if (way.aborted) return;
      this.deliver(client, delivery);
    }
    this.cancelFrame = undefined;
    if (this.end !== delivery.end) this.plan();
  }

  private delivery(): Delivery {
    const { pending, start, end } = this;
    this.begin(end);
    const entries = pending.entries();
    const hasNews = entries.length > 0 || pending.refresh;
    return { pending, start, end, shared: hasNews ? changeFrame(end, entries, pending.refresh) : undefined };
  }

  private deliver(client: LiveClient, { pending, start, end, shared }: Delivery): void {
    const seq = seqOf(client.cursor ?? '');
    if (seq === seqOf(start)) client.take(shared, end);
    else if (seq < seqOf(start)) tellMissed(client, end, this.parts.buffer);
    else if (seq < seqOf(end)) client.tell(end, pending.entriesAfter(seq), pending.refresh); // came in between
  }

  private begin(cursor: string): void {
    this.pending = new PendingChanges(this.filter);
    this.start = cursor;
    this.end = cursor;
  }
}
