import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below those that systems give to who asks for any, and below those that the starter chooses from. Above 10080: to that
 * one, no browser goes, nor fetch.
 */
const OURS = [11_000, 20_000] as const;

/**
 * A port for a service that comes back at the same place. No other test gets it meanwhile, also while nobody listens: the
 * UDP port of the same number is held until this process ends.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(...OURS);
    if ((await isReserved(port)) && (await canListen(port))) return port;
  }
}

async function isReserved(port: number): Promise<boolean> {
  const mark = createSocket('udp4').bind(port, '127.0.0.1').unref();
  return begins(mark);
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const could = await begins(server);
  server.close();
  if (could) await once(server, 'close');
  return could;
}

/** False where the port is somebody else's. */
const begins = (socket: NodeJS.EventEmitter): Promise<boolean> =>
  once(socket, 'listening').then(
    () => true,
    () => false,
  );
