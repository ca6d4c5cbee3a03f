import assert from 'node:assert/strict';
import { connect } from 'amqplib';
import type { BrokerNames } from '../broker-names.ts';
import type { Leftovers } from '../broker-kinds.ts';
import type { Cluster } from '../servers/cluster.ts';
import type { RabbitmqServer } from './start-node.ts';

/** What is in the queues and with nobody. */
export async function leftovers(url: string, { queue, dead }: BrokerNames): Promise<Leftovers> {
  const connection = await connect(url);
  try {
    const channel = await connection.createChannel();
    const countOf = async (name: string) => (await channel.checkQueue(name)).messageCount;
    return { waiting: await countOf(queue), dead: await countOf(dead) };
  } finally {
    await connection.close();
  }
}

const FEWEST_COPIES =
  'lists:min([length(proplists:get_value(online, Q)) || Q <- rabbit_amqqueue:info_all(<<"/">>, [online])])';

/** Throws unless each queue has a copy on each node that runs. */
export async function assertWhole({ nodes }: Cluster<RabbitmqServer>): Promise<void> {
  assert.equal(await nodes[0]?.evaluate(FEWEST_COPIES), String(nodes.length));
}
