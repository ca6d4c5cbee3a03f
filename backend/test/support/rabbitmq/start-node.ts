import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { accepts } from '../servers/accepts.ts';
import { startServer, type StartedServer } from '../servers/start-server.ts';
import { codePath } from './code-path.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { GUEST, nodeConfiguration, type RabbitmqOptions } from './node-configuration.ts';
import { argumentsOf, environmentOf, type NodeAddress } from './node-process.ts';
import { type Tools, toolsFor } from './tools.ts';

export interface RabbitmqServer extends StartedServer, Tools {
  readonly port: number;
  /** With user and password. */
  readonly url: string;
  /** As if its disk were full: it blocks publishers, until `emptyDisk`. */
  fillDisk(): Promise<void>;
  emptyDisk(): Promise<void>;
}

/** More than any disk has. */
const MORE_THAN_ALL = 10 ** 18;
/** What RabbitMQ has as its default. */
const DISK_FREE_LIMIT = 50_000_000;

/**
 * Starts a node of RabbitMQ, with a folder of its own, and waits until it takes connections.
 *
 * @param neighbour the node whose cluster it joins, where there is one; it may be starting yet
 */
export async function startNode(
  neighbourhood: Neighbourhood,
  options: RabbitmqOptions,
  address: NodeAddress,
  neighbour?: NodeAddress,
): Promise<RabbitmqServer> {
  const { name, port } = address;
  const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-rabbitmq-'));
  const configuration = path.join(folder, 'node');
  await writeFile(`${configuration}.config`, nodeConfiguration(options, neighbour?.name));
  await writeFile(path.join(folder, '.erlang.cookie'), neighbourhood.cookie, { mode: 0o400 });
  const code = await codePath(neighbourhood.programs);
  const server = await startServer({
    name: 'RabbitMQ',
    folder,
    program: path.join(neighbourhood.programs.bin, 'erlexec'),
    arguments: argumentsOf(code, configuration, folder, neighbour),
    env: await environmentOf(neighbourhood, address, folder),
    endSignal: 'SIGTERM',
    orphanSignal: 'SIGKILL', // its data go too
    isReady: () => accepts(port),
  });
  const tools = toolsFor(neighbourhood, name, folder);
  return {
    ...server,
    ...tools,
    ...diskOf(tools, options),
    port,
    url: urlOf(options, port),
    kill: async () => {
      await rememberQueues(tools);
      await server.kill();
    },
  };
}

/**
 * RabbitMQ 3.10 writes which quorum queues it has some seconds after they were declared; killed before, it has lost their
 * messages too. Tests do not wait for that. Nothing to do where the node runs no more.
 */
const rememberQueues = ({ evaluate }: Tools) =>
  evaluate('[dets:sync(Table) || Table <- dets:all()]').catch(() => undefined);

function urlOf(options: RabbitmqOptions, port: number): string {
  const { user, password } = { ...GUEST, ...options };
  return `amqp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
}

function diskOf({ evaluate }: Tools, { diskFreeLimit = DISK_FREE_LIMIT }: RabbitmqOptions) {
  const setLimit = async (bytes: number) => {
    await evaluate(`rabbit_disk_monitor:set_disk_free_limit(${bytes})`);
  };
  return { fillDisk: () => setLimit(MORE_THAN_ALL), emptyDisk: () => setLimit(diskFreeLimit) };
}
