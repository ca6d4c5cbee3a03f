import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Scope } from './start-process.ts';

/** The server never gets it; it answers, and the connection is cut; or it answers, and nobody hears of that any more. */
type Moment = 'before' | 'answered' | 'unheard';

export interface CutProxy {
  readonly port: number;
  /** Cuts the connection that next sends this to the server; resolves when that has happened. */
  cutAt(text: string, when: Moment): Promise<void>;
  /**
   * The server lets go of all connections without a word to whoever holds them. What is sent on them then is answered as by a
   * machine that knows nothing of them any more, or lost as on a line that leads nowhere.
   */
  forgetAll(how: 'resets' | 'swallows'): void;
}

interface Line {
  readonly client: Socket;
  readonly upstream: Socket;
  forgotten?: 'resets' | 'swallows';
}

/** Stands between a service and its PostgreSQL, and cuts a connection at a moment that matters. */
export async function startCutProxy(t: Scope, serverPort: number): Promise<CutProxy> {
  let armed: { text: string; when: Moment; done: () => void } | undefined;
  const lines = new Set<Line>();
  const server = createServer((client) => {
    const line: Line = { client, upstream: connect(serverPort, '127.0.0.1') };
    const { upstream } = line;
    lines.add(line);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    client.on('error', cut).on('close', cut);
    upstream.on('error', cut).on('close', () => line.forgotten ?? cut());
    let atCommit: { when: Moment; done: () => void } | undefined;
    client.on('data', (chunk) => {
      if (line.forgotten === 'resets') client.resetAndDestroy();
      if (line.forgotten) return;
      if (armed && chunk.includes(armed.text)) {
        atCommit = armed;
        armed = undefined;
        if (atCommit.when === 'before') {
          cut();
          atCommit.done();
          return;
        }
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      // Only the answer to COMMIT ends with "no transaction is open any more".
      const isCommitted = chunk.at(-6) === 'Z'.charCodeAt(0) && chunk.at(-1) === 'I'.charCodeAt(0);
      if (atCommit && isCommitted) {
        if (atCommit.when === 'answered') cut();
        atCommit.done();
        return;
      }
      client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    for (const { client, upstream } of lines) for (const socket of [client, upstream]) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    cutAt: (text, when) => new Promise((done) => (armed = { text, when, done })),
    forgetAll(how) {
      for (const line of lines) {
        line.forgotten = how;
        line.upstream.destroy();
      }
    },
  };
}
