import { createHash } from 'node:crypto';
import type { Channel, GetMessage } from 'amqplib';
import { MARKS } from '../marks.ts';
import type { DeadLetterMessage, DeadLetters } from '../message-broker.ts';
import { markOf, marked, RabbitmqMessage } from './incoming.ts';
import type { Publisher } from './publisher.ts';
import type { RabbitmqNames } from './topology.ts';

/** A queue is no table: whatever is looked for is found by looking through it, and no further than this. */
const LOOKED_THROUGH_MOST = 1_000;

interface Found {
  readonly message: GetMessage;
  readonly letter: DeadLetterMessage;
}

/**
 * Looks at the queue of dead letters by fetching them without an acknowledgement: what is not settled when the channel
 * closes goes back to its place. One look at a time, as what one has fetched is hidden from the next.
 */
export function createDeadLetters(publisher: Publisher, names: RabbitmqNames): DeadLetters {
  let last: Promise<unknown> = Promise.resolve();
  const look = <Result>(work: (channel: Channel) => Promise<Result>): Promise<Result> => {
    const turn = last.then(() => withChannel(publisher, work));
    last = turn.catch(() => undefined);
    return turn;
  };
  const settle = (id: string, before: (found: Found) => Promise<void>) =>
    look(async (channel) => {
      const found = await find(channel, names.dead, id);
      if (!found) return false;
      await before(found);
      channel.ack(found.message);
      return true;
    });

  return {
    count: () => look(async (channel) => (await channel.checkQueue(names.dead)).messageCount),
    list: (limit) =>
      look(async (channel) => (await fetchFirst(channel, names.dead, limit)).map(({ letter }) => letter)),
    read: (id) => look(async (channel) => (await find(channel, names.dead, id))?.letter),
    replay: (id, body) =>
      settle(id, ({ message, letter }) =>
        publisher.publish({
          exchange: '',
          routingKey: names.queue,
          body: body ?? letter.body,
          options: marked(message, letter.messageId, { [MARKS.subject]: letter.subject }),
        }),
      ),
    discard: (id) => settle(id, async () => undefined),
  };
}

async function withChannel<Result>(
  { kept }: Publisher,
  work: (channel: Channel) => Promise<Result>,
): Promise<Result> {
  const { connected } = await kept.opened();
  const channel = await connected.model.createChannel();
  channel.on('error', () => undefined); // whoever asked is told
  try {
    return await work(channel);
  } finally {
    await channel.close().catch(() => undefined); // it may be closed already
  }
}

async function fetchFirst(channel: Channel, queue: string, most: number): Promise<Found[]> {
  const found: Found[] = [];
  while (found.length < most) {
    const message = await channel.get(queue);
    if (!message) break;
    found.push({ message, letter: letterOf(message) });
  }
  return found;
}

async function find(channel: Channel, queue: string, id: string): Promise<Found | undefined> {
  for (let looked = 0; looked < LOOKED_THROUGH_MOST; looked += 1) {
    const message = await channel.get(queue);
    if (!message) return undefined;
    const letter = letterOf(message);
    if (letter.id === id) return { message, letter };
  }
  return undefined;
}

function letterOf(message: GetMessage): DeadLetterMessage {
  const { body, subject, attempts, id: messageId } = new RabbitmqMessage(message, () => false);
  const [death] = message.properties.headers?.['x-death'] ?? [];
  return {
    id: markOf(message, MARKS.letter) ?? fingerprint(message),
    at: markOf(message, MARKS.at) ?? (death && new Date(death.time.value * 1_000).toISOString()),
    reason:
      markOf(message, MARKS.reason) ?? `RabbitMQ moved it here: ${death?.reason ?? 'it does not say why'}`,
    attempts: Math.max(1, attempts),
    subject,
    messageId,
    body,
  };
}

/** For what the broker itself moved here: the same message has the same, and of two alike either will do. */
function fingerprint({ content, properties, fields }: GetMessage): string {
  const hash = createHash('sha256').update(JSON.stringify([fields.routingKey, properties.messageId]));
  return hash.update(content).digest('hex').slice(0, 32);
}
