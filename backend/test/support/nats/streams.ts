import assert from 'node:assert/strict';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { BrokerNames } from '../broker-names.ts';
import type { Leftovers } from '../broker-kinds.ts';
import type { Cluster } from '../servers/cluster.ts';
import type { NatsServer } from './start-nats.ts';

async function ask<Answer>(
  servers: readonly string[],
  question: (manager: JetStreamManager) => Promise<Answer>,
): Promise<Answer> {
  const connection = await connect({ servers: [...servers] });
  try {
    return await question(await jetstreamManager(connection));
  } finally {
    await connection.close();
  }
}

/** What is in the streams: a message leaves its own when it is acknowledged. */
export const leftovers = (url: string, { stream, deadStream }: BrokerNames): Promise<Leftovers> =>
  ask([url], async ({ streams }) => {
    const countOf = async (name: string) => (await streams.info(name)).state.messages;
    return { waiting: await countOf(stream), dead: await countOf(deadStream) };
  });

/** Throws unless each copy of the streams and of the consumer is on the level of its leader. */
export const assertWhole = (
  { urls }: Cluster<NatsServer>,
  { stream, deadStream, consumer }: BrokerNames,
): Promise<void> =>
  ask(urls, async ({ streams, consumers }) => {
    for (const { cluster } of [
      await streams.info(stream),
      await streams.info(deadStream),
      await consumers.info(stream, consumer),
    ]) {
      const replicas = cluster?.replicas?.map(({ current }) => current);
      assert.deepEqual(replicas, Array(urls.length - 1).fill(true));
    }
  });
