/** Where a team has its messages, as Signalbox uses it: reports come from it, and dead letters lie in it. */
export interface MessageBroker {
  /** "RabbitMQ at 127.0.0.1:5672": for people, without a password. */
  readonly place: string;
  /** Whether the broker can be used at this moment; otherwise why not. */
  readonly trouble: string | undefined;
  /**
   * Resolves after the first attempt, whether the broker was there or is still awaited. Rejects with a BrokerRefusal where
   * it refuses us or has something else than we need. From then on the broker is found again by itself.
   */
  start(): Promise<void>;
  /** Brings every message that waits and all that come, until the source is closed. One source at a time. */
  consume(taker: MessageTaker): MessageSource;
  /** Resolves when the broker has it on disk. Rejects when it does not say so: it may have it all the same. */
  publish(message: OutgoingMessage): Promise<void>;
  readonly deadLetters: DeadLetters;
  /** Lets go of the broker. What is not settled is delivered again, to us or to another. */
  close(): Promise<void>;
}

export interface OutgoingMessage {
  /** Names it, so that a broker that can recognises it when it is sent again. */
  readonly id: string;
  /** A routing key, or what follows the stream's prefix. */
  readonly subject: string;
  readonly body: Uint8Array;
}

export interface MessageTaker {
  /** Messages that may be with us at once, none of them settled. */
  readonly most: number;
  readonly take: (message: IncomingMessage) => void;
}

export interface IncomingMessage {
  readonly body: Uint8Array;
  /** Names it, however often it is delivered; undefined where neither its sender nor the broker gave it a name. */
  readonly id: string | undefined;
  readonly subject: string;
  /** How often it was given back by `tryLater`; a broker that cannot tell counts every delivery. */
  readonly attempts: number;
  /** Whether the broker has taken it from us: it is delivered again, and settling this one does nothing. */
  readonly isLost: boolean;
}

/** The messages that were given to the taker, and what becomes of each: exactly one of these. None of them throws. */
export interface MessageSource {
  /** It has been taken. */
  acknowledge(messages: readonly IncomingMessage[]): void;
  /** Comes again after a pause, the longer the more often that was; others do not wait for it. */
  tryLater(message: IncomingMessage): Promise<void>;
  /** Goes to the dead letters. Waits as long as the broker cannot take it there: until then the message stays where it is. */
  putAside(message: IncomingMessage, letter: Letter): Promise<void>;
  /** Takes no more. Resolves when the broker knows what was settled. */
  close(): Promise<void>;
}

export interface Letter {
  readonly reason: string;
  /** What is put aside of a message of which a part was taken. */
  readonly remains?: { readonly id: string | undefined; readonly body: Uint8Array };
}

/**
 * Messages that could not be taken. They stay until a person replays or discards them. Whoever waits no longer aborts the
 * signal: what has not begun by then is never begun; a word that is on its way to the broker may still arrive.
 */
export interface DeadLetters {
  /** As the broker knows it, which may be a moment late. */
  count(signal?: AbortSignal): Promise<number>;
  /** The oldest first; at most so many. */
  list(limit: number, signal?: AbortSignal): Promise<DeadLetterMessage[]>;
  read(id: string, signal?: AbortSignal): Promise<DeadLetterMessage | undefined>;
  /** Sends it to where it came from, with this body where one is given; false where there is none. Gone only after it is sent. */
  replay(id: string, body?: Uint8Array, signal?: AbortSignal): Promise<boolean>;
  discard(id: string, signal?: AbortSignal): Promise<boolean>;
  /** As they were, the oldest first, at most so many; gives how many were sent. What comes meanwhile has its turn last. */
  replaySome(most: number, signal?: AbortSignal): Promise<number>;
  /** Any of them. */
  discardSome(most: number, signal?: AbortSignal): Promise<number>;
}

export interface DeadLetterMessage {
  readonly id: string;
  /** By our clock; undefined where the broker itself put it aside and does not say when. */
  readonly at: string | undefined;
  readonly reason: string;
  readonly attempts: number;
  readonly subject: string;
  readonly messageId: string | undefined;
  readonly body: Uint8Array;
}

/** A person has to act: the message says what is wrong and how to mend it. */
export class BrokerRefusal extends Error {
  override readonly name = 'BrokerRefusal';
}

/** What happens to the line to the broker. */
export interface BrokerObserver {
  /** Whether for the first time or again. */
  connected(): void;
  /** It is looked for again; that heals by itself. */
  lost(reason: string): void;
  /** It is tried again, but somebody must act. */
  refused(refusal: BrokerRefusal): void;
}

/** Whether what is missing is made, or only looked for. */
export type Topology = 'declare' | 'check';
