import { freePort } from '../free-port.ts';
import { startNeighbourhood, stopBoth } from './neighbourhood.ts';
import type { RabbitmqOptions } from './node-configuration.ts';
import { type RabbitmqServer, startNode } from './start-node.ts';

/** Starts a RabbitMQ of the caller's own on a free port, with an empty virtual host `/`. */
export async function startRabbitmq(options: RabbitmqOptions = {}): Promise<RabbitmqServer> {
  const neighbourhood = await startNeighbourhood();
  try {
    const address = { name: 'rabbit@localhost', port: await freePort() };
    const node = await startNode(neighbourhood, options, address);
    return { ...node, stop: () => stopBoth(node, neighbourhood) };
  } catch (error) {
    await neighbourhood.stop();
    throw error;
  }
}
