import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findOrInstallNats } from '../../../../scripts/test/nats.ts';
import { freePort } from '../free-port.ts';
import { startServer, type StartedServer } from '../servers/start-server.ts';

export interface NatsServer extends StartedServer {
  readonly port: number;
  /** Without user and password. */
  readonly url: string;
}

export interface NatsOptions {
  /** Everybody may connect where none is named. */
  readonly user?: string;
  readonly password?: string;
  /** Instead of a user: a section of its configuration, as it stands in the file. */
  readonly authorization?: string;
  /** In bytes; 1 MiB by default. */
  readonly maxPayload?: number;
  /** How many bytes JetStream may keep on disk, as if that were all there is of it. */
  readonly maxFileStore?: number;
}

/** What only a node of a cluster has. */
export interface NatsNode {
  readonly name: string;
  readonly configuration: object;
}

/** Starts a NATS server of the caller's own on a free port, with an empty JetStream that keeps streams on disk. */
export async function startNats(options: NatsOptions = {}, node?: NatsNode): Promise<NatsServer> {
  const program = await findOrInstallNats();
  const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-nats-'));
  const [port, monitorPort] = [await freePort(), await freePort()];
  const file = path.join(folder, 'nats.conf');
  const configuration = JSON.stringify(configurationOf(options, folder, port, monitorPort, node));
  await writeFile(file, `${configuration.slice(1, -1)}\n${options.authorization ?? ''}`);
  const monitor = `http://127.0.0.1:${monitorPort}`;
  const server = await startServer({
    name: 'NATS',
    folder,
    program,
    arguments: ['-c', file],
    endSignal: 'SIGTERM',
    orphanSignal: 'SIGKILL', // its data go too
    isReady: () => (node ? isReadyInCluster(monitor) : isHealthy(monitor)),
  });
  return { ...server, port, url: `nats://127.0.0.1:${port}` };
}

/** The members of an object of JSON are a language that its configuration understands. */
function configurationOf(
  { user, password, maxPayload, maxFileStore }: NatsOptions,
  folder: string,
  port: number,
  monitorPort: number,
  node?: NatsNode,
): object {
  return {
    server_name: node?.name ?? 'nats',
    listen: `127.0.0.1:${port}`,
    http: `127.0.0.1:${monitorPort}`,
    jetstream: { store_dir: path.join(folder, 'data'), max_file_store: maxFileStore },
    max_payload: maxPayload,
    authorization: user === undefined ? undefined : { user, password },
    ...node?.configuration,
  };
}

async function isHealthy(monitor: string): Promise<void> {
  const { status } = await fetch(`${monitor}/healthz`);
  assert.equal(status, 200);
}

/** Nothing of JetStream works in a cluster before it has a leader. */
async function isReadyInCluster(monitor: string): Promise<void> {
  await isHealthy(monitor);
  const response = await fetch(`${monitor}/jsz`);
  const { meta_cluster: meta } = (await response.json()) as { meta_cluster?: { leader?: string } };
  assert.ok(meta?.leader);
}
