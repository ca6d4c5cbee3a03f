import assert from 'node:assert/strict';
import { type Channel, connect } from 'amqplib';
import type { BrokerNames } from '../broker-names.ts';
import type { Leftovers, Place } from '../broker-kinds.ts';
import type { Cluster } from '../servers/cluster.ts';
import type { RabbitmqServer } from './start-node.ts';

async function ask<Answer>(url: string, question: (channel: Channel) => Promise<Answer>): Promise<Answer> {
  const connection = await connect(url);
  try {
    return await question(await connection.createChannel());
  } finally {
    await connection.close();
  }
}

/** What is in the queues and with nobody. */
export const leftovers = (url: string, { queue, dead }: BrokerNames): Promise<Leftovers> =>
  ask(url, async (channel) => {
    const countOf = async (name: string) => (await channel.checkQueue(name)).messageCount;
    return { waiting: await countOf(queue), dead: await countOf(dead) };
  });

export const deletePlace = (url: string, { queue, dead }: BrokerNames, place: Place): Promise<unknown> =>
  ask(url, (channel) => channel.deleteQueue(place === 'reports' ? queue : dead));

/** Puts a queue in the place of the reports' that takes one message, and refuses the next. */
export const makeQueueOfOne = (url: string, { queue, exchange }: BrokerNames): Promise<unknown> =>
  ask(url, async (channel) => {
    await channel.deleteQueue(queue);
    await channel.assertQueue(queue, { arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
    await channel.bindQueue(queue, exchange, '#');
  });

export const emptyQueue = (url: string, { queue }: BrokerNames): Promise<unknown> =>
  ask(url, (channel) => channel.purgeQueue(queue));

const FEWEST_COPIES =
  'lists:min([length(proplists:get_value(online, Q)) || Q <- rabbit_amqqueue:info_all(<<"/">>, [online])])';

/** Throws unless each queue has a copy on each node that runs. */
export async function assertWhole({ nodes }: Cluster<RabbitmqServer>): Promise<void> {
  assert.equal(await nodes[0]?.evaluate(FEWEST_COPIES), String(nodes.length));
}
