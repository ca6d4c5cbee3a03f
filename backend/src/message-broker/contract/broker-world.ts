import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import { brokerAt } from '../../../test/support/broker-at.ts';
import { type BrokerNames, DEFAULT_NAMES } from '../../../test/support/broker-names.ts';
import { eventually } from '../../../test/support/eventually.ts';
import type {
  BrokerObserver,
  DeadLetterMessage,
  IncomingMessage,
  MessageBroker,
  MessageSource,
} from '../message-broker.ts';

/** The address of a broker that runs. */
export type BrokerUrl = () => Promise<string>;

/** Short, so that a test sees what comes after them. */
export const PAUSES_MS = [200, 400];

/** Names that no other test has, on a broker that they share. */
export function ownNames(more: Partial<BrokerNames> = {}): BrokerNames {
  const own = `test-${randomBytes(6).toString('hex')}`;
  return {
    ...DEFAULT_NAMES,
    ...{ exchange: own, queue: `${own}.reports`, dead: `${own}.dead`, retry: `${own}.retry` },
    ...{ stream: `${own}-stream`, subject: `${own}.reports`, consumer: `${own}-consumer` },
    ...{ deadStream: `${own}-dead`, deadSubject: `${own}.dead` },
    ...more,
  };
}

/** What an observer was told. */
export function observing() {
  const told: string[] = [];
  const observer: BrokerObserver = {
    connected: () => told.push('connected'),
    lost: () => told.push('lost'),
    refused: ({ message }) => told.push(`refused: ${message}`),
  };
  return { told, observer };
}

/** A broker with queues of the test's own. */
export async function brokerWorld(t: TestContext, url: BrokerUrl, pausesMs: readonly number[] = PAUSES_MS) {
  const address = await url();
  const settings = ownNames();
  const { told, observer } = observing();
  const connect = async (): Promise<MessageBroker> => {
    const broker = brokerAt(address, { settings, observer, pausesMs });
    t.after(() => broker.close());
    await broker.start();
    return broker;
  };
  const broker = await connect();
  let published = 0;
  return {
    broker,
    told,
    /** Another process, to the broker. */
    connect,
    publish: async (...bodies: (string | Uint8Array)[]): Promise<void> => {
      for (const body of bodies) {
        published += 1;
        const message = { id: `m-${published}`, subject: 'plaza-north' };
        await broker.publish({ ...message, body: typeof body === 'string' ? Buffer.from(body) : body });
      }
    },
    /** Everything that is left for others. */
    consume: (most = 100, by = broker) => new Consuming(t, by, most),
  };
}

/** Takes messages, and keeps them. */
export class Consuming {
  readonly messages: IncomingMessage[] = [];
  readonly source: MessageSource;
  /** How many of them were acknowledged by `acknowledgeAll`. */
  settled = 0;
  /** How many were there at once that were not. */
  unsettledMost = 0;
  unsettledBytesMost = 0;

  constructor(t: TestContext, broker: MessageBroker, most: number) {
    const take = (message: IncomingMessage) => {
      this.messages.push(message);
      const unsettled = this.messages.slice(this.settled);
      const bytes = unsettled.reduce((sum, { body }) => sum + body.byteLength, 0);
      this.unsettledMost = Math.max(this.unsettledMost, unsettled.length);
      this.unsettledBytesMost = Math.max(this.unsettledBytesMost, bytes);
    };
    this.source = broker.consume({ most, take });
    t.after(() => this.source.close());
  }

  get bodies(): string[] {
    return this.messages.map(textOf);
  }

  /** Waits until so many have come, and gives them. */
  async came(count: number): Promise<readonly IncomingMessage[]> {
    await eventually(() =>
      assert.ok(this.messages.length >= count, `${this.messages.length} of ${count} came`),
    );
    return this.messages;
  }

  /** The first of them. */
  async one(): Promise<IncomingMessage> {
    const [first] = await this.came(1);
    assert.ok(first);
    return first;
  }

  acknowledgeAll(): void {
    this.source.acknowledge(this.messages.slice(this.settled));
    this.settled = this.messages.length;
  }
}

export const textOf = ({ body }: IncomingMessage | DeadLetterMessage): string => Buffer.from(body).toString();
