import type { Consumer, ConsumerMessages } from '@nats-io/jetstream';
import type { Opened } from '../keep-open.ts';
import { NatsMessage } from './incoming.ts';
import type { NatsNames } from './topology.ts';

/** A pull that finds nothing ends after this, and the next begins. */
const PULL_MS = 30_000;
/** One that does not even end, after a cut that nobody noticed, is given up. */
const GIVEN_UP_AFTER_MS = PULL_MS + 5_000;

export interface PullOptions {
  readonly consumer: Consumer;
  readonly epoch: string;
  readonly names: NatsNames;
  /** How many messages may come, once any may. */
  readonly room: () => Promise<number>;
  readonly take: (message: NatsMessage) => void;
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
    const { consumer, epoch, names, room, take } = this.#options;
    const most = await room();
    if (this.#isClosed) return;
    // Bound, the client pulls again as soon as it is connected again, instead of asking first what there is.
    const messages = await consumer.fetch({ max_messages: most, expires: PULL_MS, bind: true });
    this.#current = messages;
    if (this.#isClosed) messages.stop();
    const timer = setTimeout(() => messages.stop(new Error('no answer of the server')), GIVEN_UP_AFTER_MS);
    try {
      for await (const message of messages) take(new NatsMessage(message, epoch, names.subject));
    } finally {
      clearTimeout(timer);
    }
  }
}
