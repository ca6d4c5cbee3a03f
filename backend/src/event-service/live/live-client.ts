import type { Change, EventFilter, Hello, Reset, StreamEventName } from '@signalbox/contracts';
import type { FastifyReply } from 'fastify';
import { sseFrame } from '../../service-kit/sse-frame.ts';
import { SseStream } from '../../service-kit/sse-stream.ts';
import { changeFrame } from './change-frame.ts';
import type { Clock } from './clock.ts';
import type { DatabaseHealth } from './database-watch.ts';

/** Four frames of changes a second are as live as an eye can follow. */
export const FRAME_EVERY_MS = 250;

/** One browser: what it wants to see, the place up to which it was told everything, and its stream. */
export class LiveClient {
  readonly filter: EventFilter;
  readonly stream: SseStream;
  private readonly clock: Clock;
  private place: string | null;
  private lastFrame = -Infinity;

  constructor(
    reply: FastifyReply,
    {
      filter,
      cursor,
      clock,
    }: { readonly filter: EventFilter; readonly cursor: string | null; readonly clock: Clock },
  ) {
    this.filter = filter;
    this.place = cursor;
    this.clock = clock;
    this.stream = new SseStream(reply, { heartbeat: () => this.heartbeat() });
  }

  /** Null while nobody knows where the feed is. */
  get cursor(): string | null {
    return this.place;
  }

  /** Milliseconds until it may get its next frame of changes. */
  dueIn(): number {
    return Math.max(0, this.lastFrame + FRAME_EVERY_MS - this.clock.now());
  }

  hello({ databaseService }: DatabaseHealth, start: Pick<Hello, 'resumed' | 'behind' | 'broker'>): void {
    this.say('hello', { cursor: this.place, databaseService, ...start } satisfies Hello);
  }

  health(health: DatabaseHealth): void {
    this.say('health', health);
  }

  reset(cursor: string, reason: Reset['reason']): void {
    this.place = cursor;
    this.say('reset', { cursor, reason } satisfies Reset);
  }

  /** What changed up to a cursor. Nothing to say still moves it forward: the next heartbeat tells. */
  tell(cursor: string, entries: readonly Change[], refresh: boolean): void {
    this.take(entries.length > 0 || refresh ? changeFrame(cursor, entries, refresh) : undefined, cursor);
  }

  /** The same, as a frame that is shared with others. */
  take(frame: Buffer | undefined, cursor: string): void {
    this.place = cursor;
    if (!frame) return;
    this.lastFrame = this.clock.now();
    this.stream.send(frame);
  }

  bye(): void {
    this.stream.close('bye');
  }

  private say(event: StreamEventName, data: object): void {
    this.stream.send(sseFrame({ event, data, ...(this.place !== null && { id: this.place }) }));
  }

  /** On an idle filtered stream the id still moves, so that a browser that comes back need not be told old news. */
  private heartbeat(): string {
    return this.place === null ? ':\n\n' : sseFrame({ id: this.place });
  }
}
