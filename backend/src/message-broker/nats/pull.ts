import { LIMITS } from '@signalbox/contracts/vocabulary';
import { type Consumer, type ConsumerMessages, type FetchOptions, JetStreamError } from '@nats-io/jetstream';
import type { Opened } from '../keep-open.ts';
import type { Room } from './deliveries.ts';
import { NatsMessage } from './incoming.ts';
import type { NatsNames } from './topology.ts';

/** A pull that finds nothing ends after this, and the next begins. */
const PULL_MS = 30_000;
/** So many the client asks for at most where it gives the server a limit in bytes. */
const WITH_BYTES = 100;
/** One that does not even end, after a cut that nobody noticed, is given up. */
const GIVEN_UP_AFTER_MS = PULL_MS + 5_000;

export interface PullOptions {
  readonly consumer: Consumer;
  readonly epoch: string;
  readonly names: NatsNames;
  /** How much may come, once anything may. */
  readonly room: () => Promise<Room>;
  /** The largest message that the server has. */
  readonly largestBytes: number;
  readonly take: (message: NatsMessage) => void;
  /** After a pull that found nothing. Where it throws, pulling ends. */
  readonly idle: () => Promise<void>;
}

/** Pulls messages, as many as there is room for, until it is closed or the consumer is lost. */
export function pull(options: PullOptions): Opened {
  const pulling = new Pulling(options);
  return { lost: pulling.run(), close: async () => pulling.close() };
}

class Pulling {
  readonly #options: PullOptions;
  #isClosed = false;
  #current: ConsumerMessages | undefined;

  constructor(options: PullOptions) {
    this.#options = options;
  }

  /** Why it ended. */
  async run(): Promise<string> {
    try {
      while (!this.#isClosed) await this.#pullOnce();
      return 'it is closed';
    } catch (error) {
      return (error as Error).message;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#current?.stop();
  }

  async #pullOnce(): Promise<void> {
    const { consumer, epoch, names, room, largestBytes, take, idle } = this.#options;
    const { most, limit } = limits(await room(), largestBytes);
    if (this.#isClosed) return;
    // Bound, the client pulls again as soon as it is connected again, instead of asking first what there is.
    const messages = await consumer.fetch({ ...limit, expires: PULL_MS, bind: true });
    this.#current = messages;
    if (this.#isClosed) messages.stop();
    const timer = setTimeout(() => messages.stop(new Error('no answer of the server')), GIVEN_UP_AFTER_MS);
    let taken = 0;
    try {
      for await (const message of messages) {
        take(new NatsMessage(message, epoch, names.subject));
        taken += 1;
        if (taken === most) break; // with bytes left the client would wait for more
      }
    } catch (error) {
      if (!isFull(error)) throw error;
    } finally {
      clearTimeout(timer);
    }
    if (taken === 0 && !this.#isClosed) await idle();
  }
}

/** The client takes a limit in bytes or in messages. One message may always come, as large as it may be. */
function limits({ messages, bytes }: Room, largestBytes: number): { most: number; limit: FetchOptions } {
  if (messages >= WITH_BYTES)
    return { most: WITH_BYTES, limit: { max_bytes: Math.max(bytes, largestBytes) } };
  const most = Math.min(
    messages,
    Math.max(1, Math.floor(bytes / Math.max(largestBytes, LIMITS.messageBytes))),
  );
  return { most, limit: { max_messages: most } };
}

/** The next message is larger than what was left of the limit. */
const isFull = (error: unknown): boolean =>
  error instanceof JetStreamError && error.message === 'message size exceeds maxbytes';
