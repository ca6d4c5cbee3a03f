/** A source of messages, and in turns an ingest that takes them to a service, and a consumer that only receives them. */
import { buildBrokerIngest } from '../../src/broker-ingest/app.ts';
import { brokerIngestSettings } from '../../src/broker-ingest/config.ts';
import type { MessageBroker } from '../../src/message-broker/message-broker.ts';
import { brokerAt } from '../../test/support/broker-at.ts';
import { answerQuestions } from '../helper-process.ts';
import { consumeRaw } from '../limits/raw-consume.ts';
import { makeReports } from './make-reports.ts';

export type BrokerQuestion =
  | { readonly ask: 'publish'; readonly url: string; readonly reports: number }
  | { readonly ask: 'ingest'; readonly url: string; readonly service: string; readonly messages: number }
  | { readonly ask: 'consume'; readonly url: string; readonly messages: number };

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

/** From the first message to the last acknowledgement, in milliseconds. */
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
    return performance.now() - first;
  } finally {
    await app.close();
  }
}

answerQuestions<BrokerQuestion>((question) => {
  if (question.ask === 'publish') return publish(question.url, question.reports);
  if (question.ask === 'ingest') return ingest(question.url, question.service, question.messages);
  return consumeRaw(question.url, question.messages);
});
