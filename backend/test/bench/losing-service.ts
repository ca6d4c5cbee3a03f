import { request as askService, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import type { AddressInfo } from 'node:net';
import type { StartService } from '../../bench/bench-world.ts';
import { startDatabaseService } from '../support/start-database-service.ts';

/** A database service behind a door that acknowledges a body and throws the last report of it away. */
export const losingService: StartService = async (scope, env) => {
  const service = await startDatabaseService(scope, { folder: tmpdir(), env });
  const door = createServer((request, response) => void pass(service.url, request, response));
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  scope.after(async () => door.close().closeAllConnections());
  const { port } = door.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, pid: service.pid };
};

async function pass(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
  const reports = request.method === 'POST' ? (JSON.parse(body.toString()) as unknown[]) : [];
  const kept = reports.length > 0 ? Buffer.from(JSON.stringify(reports.slice(0, -1))) : body;
  const { method = 'GET', url: path = '/' } = request;
  const asked = askService(url + path, { method, headers: { 'content-type': 'application/json' } });
  asked.end(kept);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const text = Buffer.concat(await Array.fromAsync(answer as AsyncIterable<Buffer>)).toString();
  const said = text.replace(/"created":\d+/, `"created":${reports.length}`);
  response.writeHead(answer.statusCode ?? 500, { 'content-length': Buffer.byteLength(said) }).end(said);
}
