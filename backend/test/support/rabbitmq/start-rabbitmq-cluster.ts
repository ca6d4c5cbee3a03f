import { freePort } from '../free-port.ts';
import { type Cluster, clusterOf, startTogether } from '../servers/cluster.ts';
import { startNeighbourhood, stopBoth } from './neighbourhood.ts';
import type { RabbitmqOptions } from './node-configuration.ts';
import type { NodeAddress } from './node-process.ts';
import { type RabbitmqServer, startNode } from './start-node.ts';

/** Starts nodes of RabbitMQ that are one cluster, so that a quorum queue has its copies on all of them. */
export async function startRabbitmqCluster(
  size: number,
  options: RabbitmqOptions = {},
): Promise<Cluster<RabbitmqServer>> {
  const neighbourhood = await startNeighbourhood();
  try {
    const addresses = await addressesOf(size);
    const starting = addresses.map((address, index) =>
      startNode(neighbourhood, options, address, addresses[index - 1]),
    );
    const cluster = clusterOf(await startTogether(starting));
    return { ...cluster, stop: () => stopBoth(cluster, neighbourhood) };
  } catch (error) {
    await neighbourhood.stop();
    throw error;
  }
}

async function addressesOf(size: number): Promise<NodeAddress[]> {
  const addresses: NodeAddress[] = [];
  while (addresses.length < size)
    addresses.push({ name: `rabbit-${addresses.length}@localhost`, port: await freePort() });
  return addresses;
}
