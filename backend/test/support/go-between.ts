import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Scope } from './start-process.ts';

export interface GoBetween {
  /** Whether a request is answered 500 instead, by its body. */
  fails?(body: string): boolean;
  /** When the service has answered a request to this path, and whoever asked does not know it yet. */
  answered?(path: string): Promise<unknown>;
}

/** Stands before a service, asks it whatever it is asked, and does its harm. Gives its address. */
export async function startGoBetween(scope: Scope, serviceUrl: string, harm: GoBetween): Promise<string> {
  const server = createServer((request, response) => {
    void passOn(serviceUrl, request, response, harm).catch(() => response.destroy()); // the service is away
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  scope.after(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function passOn(
  serviceUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  harm: GoBetween,
): Promise<void> {
  const { method = 'GET', headers, url: path = '' } = request;
  const body = await text(request);
  if (harm.fails?.(body)) return void response.writeHead(500).end();
  const answer = await fetch(serviceUrl + path, {
    method,
    headers: { 'content-type': headers['content-type'] ?? 'application/json' },
    ...(body && { body }),
  });
  const answered = await answer.text();
  await harm.answered?.(path);
  const type = answer.headers.get('content-type') ?? 'text/plain';
  response.writeHead(answer.status, { 'content-type': type }).end(answered);
}
