import type { Consumer, JsMsg, StoredMsg } from '@nats-io/jetstream';
import { MARKS } from '../marks.ts';
import type { Kept } from '../keep-open.ts';
import type { DeadLetterMessage, DeadLetters } from '../message-broker.ts';
import type { Connected } from './connect.ts';
import { unpacked } from './dead-letter-parcel.ts';
import { marked, markOf, MESSAGE_ID } from './incoming.ts';
import { publish, subjectOf } from './publisher.ts';
import type { NatsNames } from './topology.ts';

/** The least that the client takes; where somebody removes one meanwhile it is waited for so long. */
const READ_WITHIN_MS = 1_000;
/** A look at large ones shows fewer of them. */
const LOOKED_AT_MOST_BYTES = 64 * 1_024 * 1_024;

/** The stream is a table of its messages by number: a dead letter's id is its number. */
export function createDeadLetters(connection: Kept<Connected>, names: NatsNames): DeadLetters {
  const count = async () => {
    const { manager } = await connection.opened();
    return (await manager.streams.info(names.deadStream)).state.messages;
  };
  const stored = async (id: string, signal?: AbortSignal): Promise<StoredMsg | undefined> => {
    if (!/^[1-9]\d{0,15}$/.test(id)) return undefined;
    const { manager } = await connection.opened();
    const message = await manager.streams.getMessage(names.deadStream, { seq: Number(id) });
    signal?.throwIfAborted();
    return message ?? undefined;
  };
  const remove = async (seq: number) => {
    const { manager } = await connection.opened();
    await manager.streams.deleteMessage(names.deadStream, seq);
  };

  const list = async (limit: number) =>
    listed(await connection.opened(), names, Math.min(limit, await count()));
  const replay: DeadLetters['replay'] = async (id, body, signal) => {
    const message = await stored(id, signal);
    if (!message) return false;
    const letter = letterOf(message, names);
    const marks = { [MARKS.messageId]: letter.messageId ?? `dead-${id}` };
    await publish(await connection.opened(), {
      subject: subjectOf(names.subject, letter.subject),
      body: body ?? letter.body,
      // By a name of its own: the stream would take the old one for sent already.
      id: `replay-${message.timestamp}-${message.seq}`,
      headers: marked(marks),
    });
    await remove(message.seq);
    return true;
  };
  const discard: DeadLetters['discard'] = async (id, signal) => {
    const message = await stored(id, signal);
    if (message) await remove(message.seq);
    return message !== undefined;
  };
  const eachOldest = async (most: number, settle: (id: string) => Promise<boolean>) => {
    let settled = 0;
    for (const { id } of await list(most)) settled += Number(await settle(id));
    return settled;
  };

  return {
    count,
    list,
    async read(id) {
      const message = await stored(id);
      return message && letterOf(message, names);
    },
    replay,
    discard,
    replaySome: (most, signal) => eachOldest(most, (id) => replay(id, undefined, signal)),
    discardSome: (most, signal) => eachOldest(most, (id) => discard(id, signal)),
  };
}

async function listed(connected: Connected, names: NatsNames, most: number): Promise<DeadLetterMessage[]> {
  if (most === 0) return [];
  const reader = await connected.client.consumers.get(names.deadStream);
  try {
    return await fetched(reader, connected, names, most);
  } finally {
    await reader.delete();
  }
}

async function fetched(
  reader: Consumer,
  { onRefused }: Connected,
  names: NatsNames,
  most: number,
): Promise<DeadLetterMessage[]> {
  const letters: DeadLetterMessage[] = [];
  let bytes = 0;
  const messages = await reader.fetch({ max_messages: most, expires: READ_WITHIN_MS });
  const hearNoMore = onRefused(names.deadStream, (error) => messages.stop(error));
  try {
    for await (const message of messages) {
      const letter = letterOf(message, names);
      letters.push(letter);
      bytes += letter.body.length;
      if (bytes > LOOKED_AT_MOST_BYTES) break;
    }
    return letters;
  } finally {
    hearNoMore();
  }
}

function letterOf(message: JsMsg | StoredMsg, { deadSubject }: NatsNames): DeadLetterMessage {
  const given = 'header' in message ? message.header : message.headers;
  const { body, remark } = unpacked(message.data, given);
  return {
    id: String(message.seq),
    at: markOf(given, MARKS.at) ?? message.timestamp,
    reason: (markOf(given, MARKS.reason) ?? 'It does not say why it is here.') + remark,
    attempts: Number(markOf(given, MARKS.attempts)) || 1,
    subject: markOf(given, MARKS.subject) ?? message.subject.slice(deadSubject.length + 1),
    messageId: markOf(given, MARKS.messageId) ?? (given?.get(MESSAGE_ID) || undefined),
    body,
  };
}
