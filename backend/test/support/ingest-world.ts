import assert from 'node:assert/strict';
import { randomUUIDv7 } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { DeadLetterPage, DeadLetterWithBody, OperationalEvent } from '@signalbox/contracts';
import { ownNames } from '../../src/message-broker/contract/broker-world.ts';
import type { MessageBroker } from '../../src/message-broker/message-broker.ts';
import { createDatabaseClient, type DatabaseClient } from '../../src/database-client/index.ts';
import { brokerIngestApp } from './broker-ingest-app.ts';
import type { BrokerNames } from './broker-names.ts';
import { connectToBroker } from './brokers.ts';
import { databaseServiceApp } from './database-service-app.ts';
import { eventually } from './eventually.ts';

export interface IngestWorld {
  readonly names: BrokerNames;
  readonly client: DatabaseClient;
  readonly databaseServiceUrl: string;
  readonly ingestUrl: string;
  /** A source's line to the broker. */
  readonly broker: MessageBroker;
  /** A message with this body: text, or what becomes JSON. */
  readonly publishes: (body: unknown) => Promise<void>;
  /** Waits until these events are there, and no others: their messages, in whatever order. */
  readonly shows: (...messages: string[]) => Promise<readonly OperationalEvent[]>;
  /** Waits until there are so many dead letters, and gives them. */
  readonly deadLetters: (count: number) => Promise<DeadLetterPage['letters']>;
  /** The dead letters of the ingest over HTTP. */
  readonly call: <Body>(path: string, body?: object) => Promise<{ status: number; body: Body }>;
}

export interface IngestWorldOptions {
  readonly names?: BrokerNames;
  readonly pausesMs?: readonly number[];
  /** What the ingest takes for the database service, which is at the address. */
  readonly way?: (url: string) => string | Promise<string>;
}

/** A broker ingest between a broker and a database service, all of them real. */
export async function ingestWorld(
  t: TestContext,
  brokerUrl: string,
  { names = ownNames(), pausesMs, way = (url) => url }: IngestWorldOptions = {},
): Promise<IngestWorld> {
  const { url } = await databaseServiceApp(t);
  const client = createDatabaseClient({ url });
  t.after(() => client.close());
  const databaseServiceUrl = await way(url);
  const ingestUrl = await brokerIngestApp(t, {
    ...{ brokerUrl, names, databaseServiceUrl },
    ...(pausesMs && { pausesMs }),
  });
  const broker = await connectToBroker(t, brokerUrl, names);
  const call: IngestWorld['call'] = async (path, body) => {
    const answer = await fetch(ingestUrl + path, {
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  return {
    ...{ names, client, databaseServiceUrl, ingestUrl, broker, call },
    publishes: async (body) => {
      const bytes =
        body instanceof Uint8Array
          ? body
          : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      await broker.publish({ id: randomUUIDv7(), subject: 'plaza-north', body: bytes });
    },
    shows: (...messages) =>
      eventually(async () => {
        const { events } = await client.listEvents({ limit: 500 });
        assert.deepEqual(events.map(({ message }) => message).sort(), messages.sort());
        return events;
      }),
    deadLetters: (count) =>
      eventually(async () => {
        const { body } = await call<DeadLetterPage>('/v1/dead-letters');
        assert.equal(body.total, count, JSON.stringify(body));
        assert.equal(body.letters.length, count);
        return body.letters;
      }),
  };
}

/** A dead letter with what was sent. */
export const bodyOf = async ({ call }: IngestWorld, id: string): Promise<string> =>
  (await call<DeadLetterWithBody>(`/v1/dead-letters/${id}`)).body.body;
