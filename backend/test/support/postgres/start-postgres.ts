import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { eventually } from '../eventually.ts';
import { freePort } from '../free-port.ts';
import { type Account, keep } from '../servers/keep.ts';
import { findPostgres, type PostgresVersion } from './binaries.ts';
import { newData } from './new-data.ts';

const run = promisify(execFile);

/** Recovering from a kill takes a moment more than a first start. */
const READY_WITHIN_MS = 30_000;

export interface PostgresServer {
  readonly version: PostgresVersion;
  readonly port: number;
  /** As its superuser, in the database `postgres`. */
  readonly url: string;
  /** What it logged so far. */
  log(): Promise<string>;
  /** Ends it as an administrator would, if it runs, and starts it again with the same data at the same port. */
  restart(): Promise<void>;
  /** As a power cut would: SIGKILL to the server and all its connections. `restart` brings it back. */
  kill(): Promise<void>;
  /** Ends it, and removes its data unless they are kept. */
  stop(): Promise<void>;
}

/** Slow where it must be: what is answered is on disk, as in production. */
const SETTINGS = {
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '64MB',
  max_connections: '200',
  listen_addresses: '127.0.0.1',
  log_min_duration_statement: '-1',
};

export interface PostgresOptions {
  readonly version: PostgresVersion;
  readonly settings?: Readonly<Record<string, string>>;
  /** Keeps its data, from start to start; a temporary folder by default. */
  readonly folder?: string;
}

/** Starts a PostgreSQL server of the caller's own on a free port, empty unless its folder was used before. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { version, settings } = options;
  const found = await findPostgres(version);
  const isKept = options.folder !== undefined;
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), `signalbox-postgres-${version}-`)));
  await mkdir(folder, { recursive: true });
  try {
    const account = await accountFor(folder);
    const programs = await reachable(found, folder, account);
    const cluster = { version, folder, isKept, programs, account, settings: { ...SETTINGS, ...settings } };
    if (!existsSync(path.join(folder, 'data/PG_VERSION'))) await newData(cluster);
    return await startIn(cluster);
  } catch (error) {
    if (!isKept) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses root. */
async function accountFor(folder: string): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const [{ stdout: uid }, { stdout: gid }] = await Promise.all([
    run('id', ['-u', 'nobody']),
    run('id', ['-g', 'nobody']),
  ]);
  const account = { uid: Number(uid), gid: Number(gid) };
  await chown(folder, account.uid, account.gid);
  return account;
}

/** The programs, where the account can run them: another's home is closed to it. */
async function reachable(programs: string, folder: string, account: Account): Promise<string> {
  try {
    await run(path.join(programs, 'initdb'), ['--version'], { ...account, cwd: folder });
    return programs;
  } catch {
    const copy = path.join(folder, 'programs');
    await cp(path.dirname(programs), copy, { recursive: true, verbatimSymlinks: true });
    return path.join(copy, 'bin');
  }
}

interface Cluster {
  readonly version: PostgresVersion;
  readonly folder: string;
  readonly isKept: boolean;
  readonly programs: string;
  readonly account: Account;
  readonly settings: Readonly<Record<string, string>>;
}

async function startIn(cluster: Cluster): Promise<PostgresServer> {
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let running = await startServer(cluster, port, url);
  const log = () => readFile(path.join(cluster.folder, 'server.log'), 'utf8');
  return {
    version: cluster.version,
    port,
    url,
    log,
    restart: async () => {
      await running.end();
      running = await startServer(cluster, port, url);
    },
    kill: () => running.kill(),
    stop: async () => {
      await running.end();
      if (!cluster.isKept) await rm(cluster.folder, { recursive: true, force: true });
    },
  };
}

async function startServer(cluster: Cluster, port: number, url: string) {
  const { folder, isKept, programs, account, settings } = cluster;
  const given = Object.entries({ ...settings, port: String(port), unix_socket_directories: folder });
  const flags = given.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { pid, end } = await keep({
    folder,
    isKept,
    program: path.join(programs, 'postgres'),
    arguments: ['-D', path.join(folder, 'data'), ...flags],
    account,
    endSignal: 'SIGINT', // without waiting for its clients
  });
  try {
    await eventually(() => connect(url), { withinMs: READY_WITHIN_MS });
  } catch (error) {
    await end();
    const log = await readFile(path.join(folder, 'server.log'), 'utf8');
    throw new Error(`PostgreSQL did not start. It logged:\n${log}`, { cause: error });
  }
  return {
    end,
    kill: async () => {
      process.kill(pid, 'SIGSTOP'); // so that it takes no connection more while its children are counted
      const all = [pid, ...(await childrenOf(pid))];
      for (const one of all) killAtOnce(one);
      await end();
      // None may live on: their shared memory would keep the server from starting again.
      for (const one of all) await eventually(async () => assert.ok(await isGone(one)));
    },
  };
}

async function connect(url: string): Promise<void> {
  const client = new Client(url);
  client.on('error', () => undefined);
  await client.connect();
  await client.end();
}

function killAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}

/** Where there is no /proc, it is taken for gone. */
async function isGone(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tX');
  return /^State:\t[XZ]/m.test(status);
}

/** Read from /proc, so on Linux only: elsewhere the connections notice by themselves that their server is gone. */
async function childrenOf(pid: number): Promise<number[]> {
  try {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return children.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
