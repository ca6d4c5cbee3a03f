import { type Cluster, clusterOf, startTogether } from '../servers/cluster.ts';
import { freePort } from '../free-port.ts';
import { type NatsNode, type NatsOptions, type NatsServer, startNats } from './start-nats.ts';

/** Starts NATS servers that know each other, and whose JetStream has a leader. */
export async function startNatsCluster(
  size: number,
  options: NatsOptions = {},
): Promise<Cluster<NatsServer>> {
  const nodes = await nodesOf(size);
  return clusterOf(await startTogether(nodes.map((node) => startNats(options, node))));
}

async function nodesOf(size: number): Promise<NatsNode[]> {
  const ports: number[] = [];
  while (ports.length < size) ports.push(await freePort());
  const routes = ports.map((port) => `nats://127.0.0.1:${port}`);
  return ports.map((port, index) => ({
    name: `nats-${index}`,
    configuration: { cluster: { name: 'signalbox', listen: `127.0.0.1:${port}`, routes } },
  }));
}
