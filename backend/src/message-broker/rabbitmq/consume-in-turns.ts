import type { Channel, ConsumeMessage } from 'amqplib';
import type { MessageTaker } from '../message-broker.ts';
import { Deliveries } from './deliveries.ts';

export interface Consuming extends MessageTaker {
  readonly queue: string;
  /** The broker has ended the consumer. */
  readonly gone: () => void;
}

/**
 * RabbitMQ knows a limit of messages, and none of bytes. When more comes than may be with us a turn ends: the rest goes back, and
 * when there is room the next begins, with so few messages at once that they fit. When as many have come as may be with us
 * otherwise, it is tried so again: so even if all are large, each comes about twice.
 */
export async function consumeInTurns(
  channel: Channel,
  { queue, most, take, gone }: Consuming,
): Promise<void> {
  const deliveries = new Deliveries(channel);
  let turns = 0;

  const turn = async (isCareful: boolean): Promise<void> => {
    const consumerTag = `turn-${(turns += 1)}`;
    const room = Math.max(1, most - deliveries.count);
    const atOnce = isCareful ? Math.min(room, deliveries.surelyFit) : room;
    let isFull = false;
    let isEnding = false;
    let taken = 0;
    const end = (): void => {
      if (isEnding) return;
      isEnding = true;
      const next = async () => {
        await deliveries.halfEmpty();
        await turn(isFull);
      };
      channel
        .cancel(consumerTag)
        .then(next)
        .catch(() => undefined); // the channel is closed, as others are told
    };
    const came = (message: ConsumeMessage): void => {
      isFull ||= !deliveries.fits(message);
      if (isFull) {
        end(); // before it goes back, from where it would come at once
        return channel.nack(message);
      }
      take(deliveries.add(message));
      taken += 1;
      if (isCareful && taken === most) end();
    };
    await channel.prefetch(atOnce);
    await channel.consume(queue, (message) => (message ? came(message) : gone()), { consumerTag });
  };
  await turn(false);
}
