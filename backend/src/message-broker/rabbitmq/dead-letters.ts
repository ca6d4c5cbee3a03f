import { createHash } from 'node:crypto';
import type { Channel, GetMessage } from 'amqplib';
import { MARKS } from '../marks.ts';
import type { DeadLetterMessage, DeadLetters } from '../message-broker.ts';
import { markOf, marked, RabbitmqMessage } from './incoming.ts';
import type { Publisher } from './publisher.ts';
import type { RabbitmqNames } from './topology.ts';

/** A queue is no table: whatever is looked for is found by looking at all of it, which takes half a second for so many. */
const LOOKED_AT_MOST = { letters: 1_000, bytes: 64 * 1_024 * 1_024 };

interface Found {
  readonly message: GetMessage;
  readonly letter: DeadLetterMessage;
}

export function createDeadLetters(publisher: Publisher, names: RabbitmqNames): DeadLetters {
  const look = createLooks(publisher, names.dead);
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
      look(async (channel) => (await fetch(channel, names.dead)).slice(0, limit).map(({ letter }) => letter)),
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

type Look = <Result>(work: (channel: Channel) => Promise<Result>) => Promise<Result>;

/**
 * A queue is looked at by fetching from it, and giving back to their places those that stay. One look at a time, and all by
 * the same channel: what one has fetched is hidden from others, and comes back late when its channel is closed.
 */
function createLooks({ kept }: Publisher, queue: string): Look {
  let channel: Channel | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const open = async () => {
    if (channel) return channel;
    const opened = await (await kept.opened()).connected.model.createChannel();
    const forget = () => (channel = channel === opened ? undefined : channel);
    opened.on('error', forget).on('close', forget); // whoever asked is told
    channel = opened;
    return opened;
  };
  return (work) => {
    const turn = last.then(async () => {
      const opened = await open();
      const result = await work(opened);
      opened.nackAll(true);
      await opened.checkQueue(queue); // its answer comes after what was settled has arrived
      return result;
    });
    // After a failure nobody knows what the channel holds: closing it gives back everything.
    last = turn.catch(async () => channel?.close().catch(() => undefined));
    return turn;
  };
}

/** The oldest first, whatever order the queue has: what was looked at and given back comes last there. */
async function fetch(channel: Channel, queue: string): Promise<Found[]> {
  const found: Found[] = [];
  let bytes = 0;
  while (found.length < LOOKED_AT_MOST.letters && bytes < LOOKED_AT_MOST.bytes) {
    const message = await channel.get(queue);
    if (!message) break;
    found.push({ message, letter: letterOf(message) });
    bytes += message.content.length;
  }
  return found.sort(byAge);
}

function byAge({ letter: a }: Found, { letter: b }: Found): number {
  const [one, other] = [`${a.at ?? ''} ${a.id}`, `${b.at ?? ''} ${b.id}`];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

async function find(channel: Channel, queue: string, id: string): Promise<Found | undefined> {
  return (await fetch(channel, queue)).find(({ letter }) => letter.id === id);
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
