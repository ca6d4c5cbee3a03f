import type { StartedServer } from './start-server.ts';

/** Servers that are one to their clients. */
export interface Cluster<Node extends StartedServer> {
  readonly nodes: readonly Node[];
  readonly urls: readonly string[];
  /** As a power cut would, to one of them. `restart` brings it back. */
  kill(index: number): Promise<void>;
  restart(index: number): Promise<void>;
  /** Ends all of them, and removes their data. */
  stop(): Promise<void>;
}

export function clusterOf<Node extends StartedServer & { readonly url: string }>(
  nodes: readonly Node[],
): Cluster<Node> {
  const nodeAt = (index: number): Node => {
    const node = nodes[index];
    if (!node) throw new RangeError(`A cluster of ${nodes.length} has no node ${index}.`);
    return node;
  };
  return {
    nodes,
    urls: nodes.map(({ url }) => url),
    kill: (index) => nodeAt(index).kill(),
    restart: (index) => nodeAt(index).restart(),
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

/** Side by side, as they wait for each other; none is left when one of them does not start. */
export async function startTogether<Node extends StartedServer>(
  starting: readonly Promise<Node>[],
): Promise<Node[]> {
  const settled = await Promise.allSettled(starting);
  const started = settled.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
  const failed = settled.find((one) => one.status === 'rejected');
  if (!failed) return started;
  await Promise.all(started.map((node) => node.stop()));
  throw failed.reason;
}
