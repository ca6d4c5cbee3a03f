import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { MessageBroker } from '../../backend/src/message-broker/message-broker.ts';
import { brokerAt } from '../../backend/test/support/broker-at.ts';
import { startNats } from '../../backend/test/support/nats/start-nats.ts';
import type { Closing } from './closing.ts';

/** A real NATS server, and a source that sends its messages there. */
export class Broker {
  readonly url: string;
  private readonly line: MessageBroker;

  private constructor(url: string, line: MessageBroker) {
    this.url = url;
    this.line = line;
  }

  static async start(closing: Closing): Promise<Broker> {
    const server = await startNats();
    closing.after(() => server.stop());
    const line = brokerAt(server.url);
    closing.after(() => line.close());
    await line.start();
    return new Broker(server.url, line);
  }

  /** Waits until so many messages were put aside. */
  async hasDeadLetters(count: number): Promise<void> {
    await expect.poll(() => this.line.deadLetters.count()).toBe(count);
  }

  /** A message as a source sends it: whatever it is, the broker takes it. */
  async brings(subject: string, body: string | Uint8Array): Promise<void> {
    await this.line.publish({ id: randomUUID(), subject, body: Buffer.from(body) });
  }
}
