import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Scope } from './start-process.ts';

export interface CutProxy {
  readonly port: number;
  /** Cuts the connection that next sends this to the server: `before` the server gets it, or as soon as it has `answered`. */
  cutAt(text: string, when: 'before' | 'answered'): Promise<void>;
}

/** Stands between a service and its PostgreSQL, and cuts a connection at a moment that matters. */
export async function startCutProxy(t: Scope, serverPort: number): Promise<CutProxy> {
  let armed: { text: string; when: 'before' | 'answered'; done: () => void } | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', cut);
    }
    let cutsAnswer: (() => void) | undefined;
    client.on('data', (chunk) => {
      if (armed && chunk.includes(armed.text)) {
        const { when, done } = armed;
        armed = undefined;
        if (when === 'before') {
          cut();
          done();
          return;
        }
        cutsAnswer = done;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      // Only the answer to COMMIT ends with "no transaction is open any more".
      const isCommitted = chunk.at(-6) === 'Z'.charCodeAt(0) && chunk.at(-1) === 'I'.charCodeAt(0);
      if (cutsAnswer && isCommitted) {
        cut();
        cutsAnswer();
        return;
      }
      client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    cutAt: (text, when) => new Promise((done) => (armed = { text, when, done })),
  };
}
