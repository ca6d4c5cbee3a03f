import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../free-port.ts';
import { accepts } from '../servers/accepts.ts';
import { startServer } from '../servers/start-server.ts';
import { findRabbitmq, type RabbitmqPrograms } from './programs.ts';

/** Nodes of Erlang that find each other by one epmd, which no other on this machine knows of, and trust each other. */
export interface Neighbourhood {
  readonly programs: RabbitmqPrograms;
  /** The secret that nodes and tools share. */
  readonly cookie: string;
  /** What each program of Erlang must find in its environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends the epmd, and nothing else. */
  readonly stop: () => Promise<void>;
}

export async function startNeighbourhood(): Promise<Neighbourhood> {
  const programs = await findRabbitmq();
  const port = await freePort();
  const env = environmentOf(programs, port);
  const epmd = await startServer({
    name: 'epmd',
    folder: await mkdtemp(path.join(tmpdir(), 'signalbox-epmd-')),
    program: path.join(programs.bin, 'epmd'),
    arguments: [],
    env,
    endSignal: 'SIGTERM',
    isReady: () => accepts(port),
  });
  return { programs, cookie: randomUUID(), env, stop: () => epmd.stop() };
}

/** Ends what lives in a neighbourhood, and however that went its epmd. */
export async function stopBoth(
  inhabitant: Pick<Neighbourhood, 'stop'>,
  neighbourhood: Neighbourhood,
): Promise<void> {
  try {
    await inhabitant.stop();
  } finally {
    await neighbourhood.stop();
  }
}

/** The first four are what the script `erl` sets, to where Debian would have installed it. */
const environmentOf = ({ erlang, bin }: RabbitmqPrograms, epmdPort: number): NodeJS.ProcessEnv => ({
  ...withoutThoseOfErlang(process.env),
  ROOTDIR: erlang,
  BINDIR: bin,
  EMU: 'beam',
  PROGNAME: 'erl',
  ERL_EPMD_PORT: String(epmdPort),
  ERL_EPMD_ADDRESS: '127.0.0.1',
});

const withoutThoseOfErlang = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(ERL|RABBITMQ)_/.test(name)));
