import assert from 'node:assert/strict';
import type { EventReport, OperationalEvent, Problem, ReportsAnswer } from '@signalbox/contracts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { openStream, type OpenStream } from './open-stream.ts';
import { startDatabaseService, type StartedDatabaseService } from './start-database-service.ts';
import { startEventService, type StartedEventService } from './start-event-service.ts';
import { type FolderOwner, temporaryFolder } from './temporary-folder.ts';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  /** The same body, where it is a problem. */
  readonly problem: Problem;
  readonly milliseconds: number;
}

/** A gateway and its database service, both real, and what a source and a person do with them. */
export interface GatewayWorld {
  readonly gateway: StartedEventService;
  database: StartedDatabaseService;
  /** Starts the database service again, on the same port, with this folder or the same one. */
  startDatabase(folder?: string): Promise<void>;
  reports(...reports: readonly EventReport[]): Promise<ReportsAnswer>;
  call<Body = unknown>(path: string, init?: RequestInit): Promise<Answer<Body>>;
  /** What is answered once the gateway can: it takes a database service for away that is silent for 750 ms, as on a busy machine. */
  read<Body>(path: string, init?: RequestInit): Promise<Answer<Body>>;
  commands(
    event: OperationalEvent,
    name: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer<OperationalEvent>>;
  stream(query?: string, options?: Parameters<typeof openStream>[2]): OpenStream;
}

export async function gatewayWorld(
  t: FolderOwner,
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayWorld> {
  const folder = await temporaryFolder(t);
  const port = await freePort();
  const database = await startDatabaseService(t, { folder, port });
  const gateway = await startEventService(t, { databaseServiceUrl: database.url, env });
  const world: GatewayWorld = {
    gateway,
    database,
    async startDatabase(other = folder) {
      world.database = await startDatabaseService(t, { folder: other, port });
    },
    async reports(...reports) {
      const answer = await fetch(`${world.database.url}/v1/reports`, write(reports));
      assert.equal(answer.status, 200);
      return (await answer.json()) as ReportsAnswer;
    },
    call: (path, init) => call(gateway.url + path, init),
    read: (path, init) =>
      eventually(async () => {
        const answer = await world.call<never>(path, init);
        assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`);
        return answer;
      }),
    commands: ({ id, version }, name, body = {}, headers = {}) =>
      call(
        `${gateway.url}/api/events/${id}/${name}`,
        write(body, { 'if-match': `"${version}"`, ...headers }),
      ),
    stream: (query = '', options = {}) => openStream(t, `${gateway.url}/api/stream${query}`, options),
  };
  await world.read('/api/summary'); // so that its first answers do not tell of the start
  return world;
}

const write = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

async function call<Body>(url: string, init: RequestInit = {}): Promise<Answer<Body>> {
  const before = performance.now();
  const { status, headers, ...answer } = await fetchWhole(url, init);
  return {
    status,
    headers,
    body: answer.body as Body,
    problem: answer.body as Problem,
    milliseconds: performance.now() - before,
  };
}

async function fetchWhole(url: string, init: RequestInit) {
  const answer = await fetch(url, init);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    headers: answer.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
  };
}
