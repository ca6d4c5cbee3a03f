import { HELD_MOST_BYTES } from '../held-most.ts';
import type { NatsMessage } from './incoming.ts';
import { STILL_AT_IT_EVERY_MS } from './topology.ts';

/** How much more may come. */
export interface Room {
  readonly messages: number;
  readonly bytes: number;
}

/** What is with us and not settled yet. While it is, the server is told so, and does not deliver it again. */
export class Deliveries {
  readonly #unsettled = new Set<NatsMessage>();
  #bytes = 0;
  readonly #most: number;
  #roomy = Promise.withResolvers<void>();
  readonly #timer: NodeJS.Timeout;

  constructor(most: number) {
    this.#most = most;
    this.#timer = setInterval(() => this.#tellThatWeAreAtIt(), STILL_AT_IT_EVERY_MS);
  }

  add(message: NatsMessage): NatsMessage {
    this.#unsettled.add(message);
    this.#bytes += message.body.length;
    return message;
  }

  /** Whether it was unsettled until now. */
  settle(message: NatsMessage): boolean {
    const wasUnsettled = this.#unsettled.delete(message);
    if (wasUnsettled) this.#bytes -= message.body.length;
    if (this.#isWorthAsking) this.#roomy.resolve();
    return wasUnsettled;
  }

  /** How much more may come, as soon as it is worth asking for it. */
  async room(): Promise<Room> {
    while (!this.#isWorthAsking) {
      this.#roomy = Promise.withResolvers();
      await this.#roomy.promise;
    }
    return this.#room;
  }

  /** Gives back what is left, for others to take at once. */
  close(): void {
    clearInterval(this.#timer);
    for (const { message } of this.#unsettled) message.nak();
    this.#unsettled.clear();
    this.#bytes = 0;
    this.#roomy.resolve();
  }

  get #room(): Room {
    return { messages: this.#most - this.#unsettled.size, bytes: HELD_MOST_BYTES - this.#bytes };
  }

  /** A pull costs as much as some messages: under load it waits for room for a quarter of what there may be. */
  get #isWorthAsking(): boolean {
    const { messages, bytes } = this.#room;
    return messages >= this.#most / 4 && bytes >= HELD_MOST_BYTES / 4;
  }

  #tellThatWeAreAtIt(): void {
    for (const { message } of this.#unsettled) message.working();
  }
}
