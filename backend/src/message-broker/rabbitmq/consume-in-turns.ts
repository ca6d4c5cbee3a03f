import type { Channel, ConsumeMessage } from 'amqplib';
import { SURELY_HELD } from '../held-most.ts';
import type { MessageTaker } from '../message-broker.ts';
import { Deliveries } from './deliveries.ts';

export interface Consuming extends MessageTaker {
  readonly queue: string;
  /** The broker has ended the consumer. */
  readonly gone: () => void;
}

/**
 * RabbitMQ knows a limit of messages, and none of bytes. When more comes than may be with us a turn ends: the rest goes back, and
 * when all is settled the next begins, with so few messages at once that they fit. When as many have come as may be with us
 * otherwise, it is tried so again: even if all are large, each comes twice and not more.
 */
export async function consumeInTurns(
  channel: Channel,
  { queue, most, take, gone }: Consuming,
): Promise<void> {
  const deliveries = new Deliveries(channel);
  const few = Math.min(most, SURELY_HELD);
  let turns = 0;

  const turn = async (atOnce: number): Promise<void> => {
    const consumerTag = `turn-${(turns += 1)}`;
    let isFull = false;
    let isEnding = false;
    let taken = 0;
    const end = (nextAtOnce: number): void => {
      if (isEnding) return;
      isEnding = true;
      const next = async () => {
        await deliveries.empty();
        await turn(nextAtOnce);
      };
      channel
        .cancel(consumerTag)
        .then(next)
        .catch(() => undefined); // the channel is closed, as others are told
    };
    const came = (message: ConsumeMessage): void => {
      isFull ||= !deliveries.fits(message);
      if (isFull) {
        end(few); // before it goes back, from where it would come at once
        return channel.nack(message);
      }
      take(deliveries.add(message));
      taken += 1;
      if (atOnce < most && taken === most) end(most);
    };
    await channel.prefetch(atOnce);
    await channel.consume(queue, (message) => (message ? came(message) : gone()), { consumerTag });
  };
  await turn(most);
}
