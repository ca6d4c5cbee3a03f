import { Counter, Gauge, type Registry } from 'prom-client';
import { answeredSoon } from '../message-broker/answered-soon.ts';
import type { MessageBroker } from '../message-broker/message-broker.ts';
import type { Outcome } from './ingest-loop.ts';

/** Counts what becomes of messages; and tells how many dead letters there are, while the broker can tell. */
export function measureMessages(
  registry: Registry,
  broker: Pick<MessageBroker, 'deadLetters' | 'trouble'>,
): (outcome: Outcome, messages: number) => void {
  const registers = [registry];
  const messages = new Counter({
    name: 'signalbox_broker_messages_total',
    help: 'Messages by what became of them: taken, tried-again or put-aside.',
    labelNames: ['outcome'],
    registers,
  });
  new Gauge({
    name: 'signalbox_dead_letters',
    help: 'Messages that could not be taken, and wait for a person.',
    registers,
    async collect() {
      this.reset();
      const count = await answeredSoon(broker, (letters, signal) => letters.count(signal)).catch(
        () => undefined,
      );
      if (count !== undefined) this.set(count);
    },
  });
  return (outcome, count) => messages.inc({ outcome }, count);
}
