import type { JsMsg } from '@nats-io/jetstream';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { MARKS, type Mark, type Marks } from '../marks.ts';
import type { IncomingMessage } from '../message-broker.ts';

/** The header by which JetStream recognises what is sent again. */
export const MESSAGE_ID = 'Nats-Msg-Id';

/** A message of a stream, as the rest of Signalbox sees it. */
export class NatsMessage implements IncomingMessage {
  readonly message: JsMsg;
  /** Names the delivery's place in the stream, also after the stream was made anew. */
  readonly place: string;
  readonly #subjectPrefix: string;

  constructor(message: JsMsg, epoch: string, subjectPrefix: string) {
    this.message = message;
    this.place = `${message.info.stream}-${epoch}-${message.seq}`;
    this.#subjectPrefix = subjectPrefix;
  }

  get body(): Uint8Array {
    return this.message.data;
  }

  get id(): string {
    const { headers: given } = this.message;
    return markOf(given, MARKS.messageId) ?? (given?.get(MESSAGE_ID) || this.place);
  }

  get subject(): string {
    return this.message.subject.slice(this.#subjectPrefix.length + 1);
  }

  get attempts(): number {
    return this.message.info.deliveryCount - 1;
  }

  /** Whoever has it may settle it, whatever became of the connection that it came by. */
  get isLost(): boolean {
    return false;
  }
}

/** Headers are printed ASCII: our marks are percent-encoded. */
export function markOf(given: MsgHdrs | undefined, mark: Mark): string | undefined {
  const text = given?.get(mark);
  if (!text) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not one of ours
  }
}

/** What a message is sent on with; other people's headers stay behind. */
export function marked(marks: Marks): MsgHdrs {
  const all = headers();
  for (const [mark, value] of Object.entries(marks)) all.set(mark, encodeURIComponent(value));
  return all;
}
