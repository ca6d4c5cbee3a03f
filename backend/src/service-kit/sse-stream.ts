import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { sseFrame } from './sse-frame.ts';

export interface SseStreamOptions {
  /** What may wait in memory for a reader that does not read; above it the stream is cut. */
  readonly maxBufferedBytes?: number;
  /** Proxies and readers take a longer silence for the end. */
  readonly heartbeatMs?: number;
  /** The frame of a heartbeat: a comment, or an id alone that moves the reader forward. */
  readonly heartbeat?: () => string;
}

/** A reader that was cut comes back with its id and misses nothing, so the bound need not be generous. */
const MAX_BUFFERED_BYTES = 1_024 * 1_024;
const HEARTBEAT_MS = 15_000;
/** What a browser waits before it comes back by itself. */
const RETRY_MS = 3_000;

export type SseEnd = 'closed' | 'gone' | 'slow';

/** An answer that goes on: frames to one reader, never more waiting than the bound. */
export class SseStream {
  private readonly raw: ServerResponse;
  private readonly maxBufferedBytes: number;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly ending = Promise.withResolvers<SseEnd>();
  private reason: SseEnd = 'gone';

  constructor(reply: FastifyReply, options: SseStreamOptions = {}) {
    const {
      maxBufferedBytes = MAX_BUFFERED_BYTES,
      heartbeatMs = HEARTBEAT_MS,
      heartbeat = () => ':\n\n',
    } = options;
    this.maxBufferedBytes = maxBufferedBytes;
    this.raw = reply.raw;
    const headers = reply.getHeaders() as Record<string, string>;
    reply.hijack();
    this.raw.once('close', () => this.ended());
    this.raw.on('error', () => this.raw.destroy());
    this.raw.socket?.setKeepAlive(true, heartbeatMs);
    this.raw.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no', // nginx would hold frames back
    });
    this.heartbeat = setInterval(() => this.send(heartbeat()), heartbeatMs);
    this.send(`retry: ${RETRY_MS}\n\n`);
  }

  /** How and when it ended. */
  get end(): Promise<SseEnd> {
    return this.ending.promise;
  }

  get isOpen(): boolean {
    return !this.raw.destroyed && !this.raw.writableEnded;
  }

  /** Bytes that wait for the reader. */
  get bufferedBytes(): number {
    return this.raw.writableLength;
  }

  /** False when the reader is gone, or was cut because too much waited for it. */
  send(frame: string | Buffer): boolean {
    if (!this.isOpen) return false;
    this.raw.write(frame);
    if (this.raw.writableLength <= this.maxBufferedBytes) return true;
    this.reason = 'slow';
    this.raw.destroy();
    return false;
  }

  /** Resolves as soon as the reader has room again, or is gone. */
  async drained(): Promise<void> {
    if (!this.isOpen || !this.raw.writableNeedDrain) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.raw.once('drain', resolve).once('close', resolve);
    await promise;
    this.raw.off('drain', resolve).off('close', resolve);
  }

  /** Ends it, with a last word if there is one. A reader that does not take it is not waited for. */
  close(lastEvent?: string): void {
    if (!this.isOpen) return;
    this.reason = 'closed';
    this.raw.end(lastEvent === undefined ? undefined : sseFrame({ event: lastEvent, data: {} }));
    setTimeout(() => this.raw.destroy(), 1_000).unref();
  }

  private ended(): void {
    clearInterval(this.heartbeat);
    this.ending.resolve(this.reason);
  }
}
