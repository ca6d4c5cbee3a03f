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
  const send = async ({ message, letter }: Found, body = letter.body) =>
    publisher.publish({
      exchange: '',
      routingKey: names.queue,
      body,
      options: marked(message, letter.messageId, { [MARKS.subject]: letter.subject }),
    });
  const settle = (id: string, signal: AbortSignal | undefined, before: (found: Found) => Promise<void>) =>
    look(async (channel) => {
      const found = await find(channel, names.dead, id, signal);
      if (!found || signal?.aborted) return false;
      await before(found);
      channel.ack(found.message);
      return true;
    }, signal);
  return {
    count: (signal) => look(async (channel) => (await channel.checkQueue(names.dead)).messageCount, signal),
    list: (limit, signal) =>
      look(
        async (channel) =>
          (await fetch(channel, names.dead, signal)).slice(0, limit).map(({ letter }) => letter),
        signal,
      ),
    read: (id, signal) =>
      look(async (channel) => (await find(channel, names.dead, id, signal))?.letter, signal),
    replay: (id, body, signal) => settle(id, signal, (found) => send(found, body)),
    discard: (id, signal) => settle(id, signal, async () => undefined),
    replaySome: (most, signal) =>
      look(async (channel) => {
        let sent = 0;
        for (const found of (await fetch(channel, names.dead, signal)).slice(0, most)) {
          if (signal?.aborted) break;
          await send(found);
          channel.ack(found.message);
          sent += 1;
        }
        return sent;
      }, signal),
    // One after the other: behind many acknowledgements at once, what is given back would be missed by the next look.
    discardSome: (most, signal) =>
      look(async (channel) => {
        let discarded = 0;
        while (discarded < most && !signal?.aborted) {
          const message = await channel.get(names.dead);
          if (!message) break;
          channel.ack(message);
          discarded += 1;
        }
        return discarded;
      }, signal),
  };
}

type Look = <Result>(work: (channel: Channel) => Promise<Result>, signal?: AbortSignal) => Promise<Result>;

/**
 * A queue is looked at by fetching from it, and giving back those that stay. One look at a time, and all by
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
  return (work, signal) => {
    const turn = last.then(async () => {
      const opened = await open();
      signal?.throwIfAborted();
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

/**
 * The oldest first, whatever order the queue has: what was given back stays before what was never looked at, but in no order. So
 * the first thousand are always the same ones.
 */
async function fetch(channel: Channel, queue: string, signal?: AbortSignal): Promise<Found[]> {
  const found: Found[] = [];
  let bytes = 0;
  while (found.length < LOOKED_AT_MOST.letters && bytes < LOOKED_AT_MOST.bytes) {
    const one = await next(channel, queue, signal);
    if (!one) break;
    found.push(one);
    bytes += one.letter.body.length;
  }
  return found.sort(byAge);
}

async function next(channel: Channel, queue: string, signal?: AbortSignal): Promise<Found | undefined> {
  signal?.throwIfAborted();
  const message = await channel.get(queue);
  return message ? { message, letter: letterOf(message) } : undefined;
}

function byAge({ letter: a }: Found, { letter: b }: Found): number {
  const [one, other] = [`${a.at ?? ''} ${a.id}`, `${b.at ?? ''} ${b.id}`];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Among those that a list tells of: how much of it fits into one depends on the order in which they come. */
async function find(
  channel: Channel,
  queue: string,
  id: string,
  signal?: AbortSignal,
): Promise<Found | undefined> {
  for (let looked = 0; looked < LOOKED_AT_MOST.letters; looked += 1) {
    const found = await next(channel, queue, signal);
    if (!found || found.letter.id === id) return found;
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
