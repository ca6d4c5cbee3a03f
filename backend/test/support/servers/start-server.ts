import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '../eventually.ts';
import { keep, type KeptServer, type Server } from './keep.ts';

/** How long a server may take to end when it is asked to: a second or two, unless it waits for what a test took away. */
const ENDS_WITHIN_MS = 20_000;

/** A server of a test's own, on the loopback interface, in a temporary folder. */
export interface StartedServer {
  /** What it logged so far. */
  log(): Promise<string>;
  /** As a power cut would: SIGKILL. `restart` brings it back. */
  kill(): Promise<void>;
  /** Ends it as an administrator would, if it runs, and starts it again with the same data at the same port. */
  restart(): Promise<void>;
  /** It answers nothing more until `resume`, but keeps its connections: SIGSTOP. */
  pause(): void;
  resume(): void;
  /** Ends it as an administrator would, and removes its data. */
  stop(): Promise<void>;
}

export interface StartableServer extends Server {
  /** For messages. */
  readonly name: string;
  /** Throws until the server can do its work. */
  readonly isReady: () => Promise<unknown>;
}

/** Starts a server and waits until it can do its work. */
export async function startServer(server: StartableServer): Promise<StartedServer> {
  const log = () => readFile(path.join(server.folder, 'server.log'), 'utf8');
  const remove = () => rm(server.folder, { recursive: true, force: true });
  let running = await startOnce(server, log).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return {
    log,
    kill: () => running.end('SIGKILL'),
    restart: async () => {
      await endOrKill(running);
      running = await startOnce(server, log);
    },
    pause: () => process.kill(running.pid, 'SIGSTOP'),
    resume: () => process.kill(running.pid, 'SIGCONT'),
    stop: async () => {
      await endOrKill(running);
      await remove();
    },
  };
}

async function startOnce(server: StartableServer, log: () => Promise<string>) {
  const running = await keep(server);
  try {
    await eventually(server.isReady);
    return running;
  } catch (error) {
    await running.end('SIGKILL');
    throw new Error(`${server.name} did not start. It logged:\n${await log()}`, { cause: error });
  }
}

async function endOrKill({ pid, end }: KeptServer): Promise<void> {
  const impatience = setTimeout(() => process.kill(pid, 'SIGKILL'), ENDS_WITHIN_MS);
  await end();
  clearTimeout(impatience);
}
