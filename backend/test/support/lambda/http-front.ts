import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Scope } from '../start-process.ts';
import { gatewayAnswer, httpApiEvent } from './http-events.ts';
import type { LambdaFunction } from './lambda-function.ts';

export interface HttpFront {
  readonly url: string;
  /** What it was asked, with the headers as they came. */
  readonly requests: readonly IncomingMessage[];
  /** Lets nobody in any more. */
  close(): Promise<void>;
  /** At the same place again. */
  open(): Promise<void>;
}

/** Stands before a function as API Gateway does: HTTP in, events out. */
export async function startHttpFront(t: Scope, behind: LambdaFunction): Promise<HttpFront> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    void handOn(request, response, behind);
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const close = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  const port = await listen(0);
  t.after(close);
  return { url: `http://127.0.0.1:${port}`, requests, close, open: async () => void (await listen(port)) };
}

async function handOn(
  request: IncomingMessage,
  response: ServerResponse,
  behind: LambdaFunction,
): Promise<void> {
  const body = await buffer(request);
  const { pathname, search } = new URL(request.url ?? '/', 'http://front');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  const event = httpApiEvent({
    ...{ method: request.method ?? 'GET', path: pathname, query: search.slice(1) },
    headers: Object.fromEntries(headers),
    ...(body.length > 0 && { body }),
  });
  const { answer, failure } = await behind.invoke(event);
  if (failure) {
    response.writeHead(502).end();
    return;
  }
  const { status, headers: answered, bytes } = gatewayAnswer(answer);
  response.writeHead(status, answered).end(bytes);
}
