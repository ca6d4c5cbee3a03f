import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { ProblemError } from './problem.ts';

export interface BodyChunksOptions {
  /** The body as it is to be read: decompressed. */
  readonly body: Readable;
  /** Milliseconds without a byte, while we are willing to read, after which the sender is given up. */
  readonly idleMs: number;
  /** Ends the reading with `unavailable`. */
  readonly closing: AbortSignal;
}

/** Senders that may take as long as they like, as long as something comes. */
const unhurried = new WeakSet<Socket>();
export const isUnhurried = (socket: Socket): boolean => unhurried.has(socket);

/**
 * A body that is read as it comes, however long that takes: the bound for whole requests does not hold for it. A chunk is
 * taken from the socket when it is asked for, so a reader that is busy slows its sender down.
 */
export class BodyChunks {
  private readonly socket: Socket;
  private readonly options: BodyChunksOptions;
  private failure: ProblemError | undefined;
  private wake: () => void = () => undefined;

  constructor(request: IncomingMessage, options: BodyChunksOptions) {
    this.options = options;
    this.socket = request.socket;
    unhurried.add(this.socket);
    options.body.on('readable', this.moved).on('end', this.moved).on('close', this.moved);
    options.body.on('error', this.brokeOff);
    options.closing.addEventListener('abort', this.moved);
  }

  /** What has arrived, waiting for it if nothing has; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    const { body, closing } = this.options;
    for (;;) {
      if (closing.aborted) throw new ProblemError('unavailable', 'The service is closing.', CLOSE);
      const chunk = body.read() as Buffer | null;
      if (chunk !== null) return chunk;
      if (body.readableEnded) return undefined;
      if (body.destroyed) throw this.failure ?? new ProblemError('bad-request', 'The body broke off.');
      await this.more();
    }
  }

  /** To be called when no more is read, for whatever reason. */
  release(): void {
    const { body, closing } = this.options;
    unhurried.delete(this.socket);
    body.off('readable', this.moved).off('end', this.moved).off('close', this.moved);
    closing.removeEventListener('abort', this.moved);
  }

  private async more(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.wake = resolve;
    const { idleMs } = this.options;
    const timer = setTimeout(() => {
      reject(new ProblemError('request-timeout', `Nothing came for ${idleMs / 1_000} s.`, CLOSE));
    }, idleMs);
    await promise.finally(() => clearTimeout(timer));
  }

  private readonly moved = (): void => this.wake();

  private readonly brokeOff = (cause: Error): void => {
    this.failure =
      cause instanceof ProblemError
        ? cause
        : new ProblemError('bad-request', 'The body broke off.', { cause });
    this.wake();
  };
}

/** What is left of the body is not read. */
const CLOSE = { headers: { connection: 'close' } };
