import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Sentence } from '../bootstrap/sentence.mjs';

/** Below those that systems give to who asks for any, so that none of ours is given away before it is used. */
const own = [20_000, 30_000] as const;
const given = new Set<number>();

/**
 * A port to listen on a moment later: the wanted one, when it is free, or one that is, for 0. HAProxy itself would share
 * a port with another HAProxy and not say so.
 */
export async function portFor(wanted: string): Promise<number> {
  if (Number(wanted) !== 0) {
    const code = await whyNot(Number(wanted));
    if (code === undefined) return Number(wanted);
    const why = code === 'EADDRINUSE' ? 'is in use already' : `may not be listened on (${code})`;
    throw new Sentence(`Port ${wanted} on 127.0.0.1 ${why}.`);
  }
  for (;;) {
    const port = randomInt(...own);
    if (given.has(port) || (await whyNot(port)) !== undefined) continue;
    given.add(port);
    return port;
  }
}

/** The code of the error with which nobody can listen there; undefined where somebody can. */
async function whyNot(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error';
  } finally {
    server.close();
  }
}
