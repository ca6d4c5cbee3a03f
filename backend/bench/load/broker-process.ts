/** A source of messages, and in turns an ingest that takes them to a service, and a consumer that only receives them. */
import assert from 'node:assert/strict';
import { buildBrokerIngest } from '../../src/broker-ingest/app.ts';
import { brokerIngestSettings } from '../../src/broker-ingest/config.ts';
import type { MessageBroker } from '../../src/message-broker/message-broker.ts';
import { brokerAt } from '../../test/support/broker-at.ts';
import { type BrokerKind, NATS, RABBITMQ } from '../../test/support/broker-kinds.ts';
import { DEFAULT_NAMES } from '../../test/support/broker-names.ts';
import { eventually } from '../../test/support/eventually.ts';
import { answerQuestions } from '../helper-process.ts';
import { consumeRaw } from '../limits/raw-consume.ts';
import { makeReports } from './make-reports.ts';

export type BrokerQuestion = { readonly broker: BrokerKind['name']; readonly url: string } & (
  | { readonly ask: 'publish'; readonly reports: number }
  | { readonly ask: 'ingest'; readonly service: string; readonly messages: number }
  | { readonly ask: 'consume'; readonly messages: number }
);

/** So many wait for the broker's word at once. */
const IN_FLIGHT = 500;
const PREFETCH = Number(brokerIngestSettings.prefetch.byDefault);

async function publish(url: string, reports: number): Promise<void> {
  const broker = brokerAt(url);
  try {
    await broker.start();
    for (let left = reports; left > 0; left -= IN_FLIGHT) {
      const some = makeReports(Math.min(left, IN_FLIGHT), 'ordered');
      const bodies = some.map(({ id = '', source = '', ...report }) => ({
        id,
        subject: source,
        body: Buffer.from(JSON.stringify({ id, source, ...report })),
      }));
      await Promise.all(bodies.map((message) => broker.publish(message)));
    }
  } finally {
    await broker.close();
  }
}

/** Gives when the first message came, once the last is acknowledged. */
async function ingest(url: string, service: string, messages: number): Promise<number> {
  let first = 0;
  let left = messages;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const watched = (broker: MessageBroker): MessageBroker =>
    Object.create(broker, {
      consume: {
        value: (taker: Parameters<MessageBroker['consume']>[0]) => {
          const source = broker.consume({
            ...taker,
            take: (message) => {
              first ||= performance.now();
              taker.take(message);
            },
          });
          const acknowledge: typeof source.acknowledge = (settled) => {
            source.acknowledge(settled);
            left -= settled.length;
            if (left === 0) resolve();
          };
          return { ...source, acknowledge };
        },
      },
    }) as MessageBroker;
  const app = await buildBrokerIngest({
    createBroker: (observer) => watched(brokerAt(url, { observer })),
    databaseServiceUrl: service,
    prefetch: PREFETCH,
    logLevel: 'warn',
  });
  try {
    await app.ready();
    await done;
    return first;
  } finally {
    await app.close();
  }
}

/** Milliseconds from the first message until the broker has none left: NATS is at it for longer than whoever takes them. */
async function untilNoneIsLeft({ broker, url }: BrokerQuestion, taking: Promise<number>): Promise<number> {
  const first = await taking;
  const { leftovers } = broker === 'RabbitMQ' ? RABBITMQ : NATS;
  await eventually(async () => assert.equal((await leftovers(url, DEFAULT_NAMES)).waiting, 0));
  return performance.now() - first;
}

answerQuestions<BrokerQuestion>((question) => {
  const { broker, url } = question;
  if (question.ask === 'publish') return publish(url, question.reports);
  const { messages } = question;
  const taking =
    question.ask === 'ingest' ? ingest(url, question.service, messages) : consumeRaw[broker](url, messages);
  return untilNoneIsLeft(question, taking);
});
