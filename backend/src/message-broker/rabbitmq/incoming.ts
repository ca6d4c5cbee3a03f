import { randomUUIDv7 } from 'node:crypto';
import type { Message, Options } from 'amqplib';
import { MARKS, type Mark, type Marks } from '../marks.ts';
import type { IncomingMessage } from '../message-broker.ts';

/** A message of a queue, as the rest of Signalbox sees it. */
export class RabbitmqMessage implements IncomingMessage {
  readonly message: Message;
  readonly #isLost: () => boolean;

  constructor(message: Message, isLost: () => boolean) {
    this.message = message;
    this.#isLost = isLost;
  }

  get body(): Uint8Array {
    return this.message.content;
  }

  get id(): string | undefined {
    return (this.message.properties as { messageId?: string }).messageId;
  }

  get subject(): string {
    return markOf(this.message, MARKS.subject) ?? this.message.fields.routingKey;
  }

  get attempts(): number {
    return Number(markOf(this.message, MARKS.attempts)) || 0;
  }

  get isLost(): boolean {
    return this.#isLost();
  }
}

/** Headers may be of any type: only texts are ours. */
export function markOf({ properties }: Message, mark: Mark): string | undefined {
  const value: unknown = properties.headers?.[mark];
  return typeof value === 'string' ? value : undefined;
}

/**
 * What a message is sent on with. Other people's headers stay behind, and so does RabbitMQ's own account of where it was:
 * by that it would drop what comes through a queue twice. One without a name gets one, and keeps it from then on.
 */
export function marked(message: Message, id: string | undefined, marks: Marks): Options.Publish {
  const { contentType, contentEncoding } = message.properties as {
    contentType?: string;
    contentEncoding?: string;
  };
  return {
    messageId: id ?? randomUUIDv7(),
    headers: marks,
    ...(contentType !== undefined && { contentType }),
    ...(contentEncoding !== undefined && { contentEncoding }),
  };
}
