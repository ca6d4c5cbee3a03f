import { LIMITS } from '@signalbox/contracts/vocabulary';
import type { Channel, ConsumeMessage } from 'amqplib';
import { HELD_MOST_BYTES } from '../held-most.ts';
import { RabbitmqMessage } from './incoming.ts';

/** A message with the channel that it came on, and on which alone it can be settled. */
export class Delivery extends RabbitmqMessage {
  readonly deliveries: Deliveries;

  constructor(message: ConsumeMessage, deliveries: Deliveries) {
    super(message, () => deliveries.isClosed);
    this.deliveries = deliveries;
  }

  get tag(): number {
    return this.message.fields.deliveryTag;
  }
}

/** What a channel brought and is not settled yet. */
export class Deliveries {
  readonly #channel: Channel;
  /** In the order in which they came, so that the first is the oldest. */
  readonly #unsettled = new Map<number, Delivery>();
  #bytes = 0;
  #isClosed = false;
  #halfEmptied = Promise.withResolvers<void>();

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.on('close', () => (this.#isClosed = true));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether there is room for it; for one there always is. */
  fits({ content }: ConsumeMessage): boolean {
    return this.#unsettled.size === 0 || this.#bytes + content.length <= HELD_MOST_BYTES;
  }

  /** Resolves when there is room for half of what there may be: not all may be settled soon, where a disk is full. */
  async halfEmpty(): Promise<void> {
    if (!this.#isHalfEmpty) await this.#halfEmptied.promise;
  }

  /** How many more fit, whatever their size. */
  get surelyFit(): number {
    return Math.floor((HELD_MOST_BYTES - this.#bytes) / LIMITS.messageBytes);
  }

  get count(): number {
    return this.#unsettled.size;
  }

  get #isHalfEmpty(): boolean {
    return this.#bytes <= HELD_MOST_BYTES / 2;
  }

  add(message: ConsumeMessage): Delivery {
    const delivery = new Delivery(message, this);
    this.#unsettled.set(delivery.tag, delivery);
    this.#bytes += delivery.body.length;
    return delivery;
  }

  /** One word for all that are older than whatever is still unsettled, and one for each of the rest. */
  acknowledge(messages: readonly Delivery[]): void {
    const settled = messages.filter(({ tag }) => this.#unsettled.delete(tag));
    this.#bytes -= settled.reduce((sum, { body }) => sum + body.length, 0);
    if (this.#isHalfEmpty) {
      this.#halfEmptied.resolve();
      this.#halfEmptied = Promise.withResolvers();
    }
    if (this.#isClosed || settled.length === 0) return;
    const [oldest = Infinity] = this.#unsettled.keys();
    const together = settled.filter(({ tag }) => tag < oldest);
    const newest = together.reduce<Delivery | undefined>(
      (found, one) => (found && found.tag > one.tag ? found : one),
      undefined,
    );
    try {
      if (newest) this.#channel.ack(newest.message, true);
      for (const one of settled) if (one.tag > oldest) this.#channel.ack(one.message);
    } catch {
      // The channel is closing: they are delivered again.
    }
  }
}

/** Each on the channel that it came on. */
export function acknowledgeEach(messages: readonly Delivery[]): void {
  const byChannel = Map.groupBy(messages, ({ deliveries }) => deliveries);
  for (const [deliveries, some] of byChannel) deliveries.acknowledge(some);
}
