import assert from 'node:assert/strict';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { BrokerNames } from '../broker-names.ts';
import type { Leftovers, Place } from '../broker-kinds.ts';
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

export const deletePlace = (
  url: string,
  { stream, deadStream }: BrokerNames,
  place: Place,
): Promise<unknown> => ask([url], ({ streams }) => streams.delete(place === 'reports' ? stream : deadStream));

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

/** From large to small, so that no room is left for anything. */
const BALLAST_BYTES = [65_536, 1_024, 64];
const BALLAST = 'ballast';

/** Fills what JetStream may keep on disk with a stream of its own. */
export const fillDisk = (url: string): Promise<void> =>
  ask([url], async (manager) => {
    await manager.streams.add({ name: BALLAST, storage: 'file' });
    for (const bytes of BALLAST_BYTES) await publishUntilRefused(manager, Buffer.alloc(bytes));
  });

export const emptyDisk = async (url: string): Promise<void> => {
  await ask([url], ({ streams }) => streams.delete(BALLAST));
};

async function publishUntilRefused(manager: JetStreamManager, bytes: Uint8Array): Promise<void> {
  try {
    for (;;) await manager.jetstream().publish(BALLAST, bytes);
  } catch (error) {
    assert.match((error as Error).message, /insufficient resources/);
  }
}
