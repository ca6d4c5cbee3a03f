import { once } from 'node:events';
import { createConnection } from 'node:net';

/** Throws where nobody listens at this port. */
export async function accepts(port: number): Promise<void> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
