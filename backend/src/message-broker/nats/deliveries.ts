import { STILL_AT_IT_EVERY_MS } from './topology.ts';
import type { NatsMessage } from './incoming.ts';

/** What is with us and not settled yet. While it is, the server is told so, and does not deliver it again. */
export class Deliveries {
  readonly #unsettled = new Set<NatsMessage>();
  readonly #most: number;
  #roomy = Promise.withResolvers<void>();
  readonly #timer: NodeJS.Timeout;

  constructor(most: number) {
    this.#most = most;
    this.#timer = setInterval(() => this.#tellThatWeAreAtIt(), STILL_AT_IT_EVERY_MS);
  }

  add(message: NatsMessage): NatsMessage {
    this.#unsettled.add(message);
    return message;
  }

  /** Whether it was unsettled until now. */
  settle(message: NatsMessage): boolean {
    const wasUnsettled = this.#unsettled.delete(message);
    if (this.#room >= this.#worthAsking) this.#roomy.resolve();
    return wasUnsettled;
  }

  /** How many more may come, as soon as it is worth asking for them. */
  async room(): Promise<number> {
    while (this.#room < this.#worthAsking) {
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
    this.#roomy.resolve();
  }

  get #room(): number {
    return this.#most - this.#unsettled.size;
  }

  /** A pull costs as much as some messages: under load it fetches a quarter of what there may be. */
  get #worthAsking(): number {
    return Math.ceil(this.#most / 4);
  }

  #tellThatWeAreAtIt(): void {
    for (const { message } of this.#unsettled) message.working();
  }
}
