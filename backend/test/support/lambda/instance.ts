import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import type { BundleName } from '../../../scripts/lambda-bundles.ts';
import type { Scope } from '../start-process.ts';
import { bundledFunction } from './bundled.ts';

const BOOTSTRAP = path.join(import.meta.dirname, 'bootstrap.mjs');
/** Lambda has an older Node than this: `SIGNALBOX_LAMBDA_NODE` names one to run the functions on. */
const NODE = process.env['SIGNALBOX_LAMBDA_NODE'] ?? process.execPath;

export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
}
export type Outcome =
  | { readonly answer: unknown; readonly failure?: undefined }
  | { readonly failure: FunctionFailure; readonly answer?: undefined };

export interface InstanceOptions {
  readonly name: BundleName;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * One instance of a function: a process of the real bundle, and the Runtime API that it asks for events. It answers one event
 * at a time, and is frozen from its answer to the next event, as on Lambda: whatever it would still do is not done.
 */
export interface Instance {
  readonly pid: number;
  readonly isIdle: () => boolean;
  readonly isGone: () => boolean;
  /** What it has written, together. */
  readonly log: () => string;
  /** Gives it an event. Past its time it is killed, as Lambda does. */
  invoke(event: unknown, timeoutMs: number): Promise<Outcome>;
}

export async function startInstance(t: Scope, { name, env }: InstanceOptions): Promise<Instance> {
  const folder = await bundledFunction(name);
  let waiting: ServerResponse | undefined;
  let ready = Promise.withResolvers<void>();
  let outcome = Promise.withResolvers<Outcome>();
  let isGone = false;
  let log = '';

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const step = request.url?.split('/').at(-1);
    if (step === 'next') {
      waiting = response;
      child.kill('SIGSTOP');
      return ready.resolve();
    }
    const said = await json(request);
    response.writeHead(202).end();
    outcome.resolve(step === 'response' ? { answer: said } : { failure: said as FunctionFailure });
  };
  const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const child = spawn(NODE, [BOOTSTRAP], {
    env: {
      ...{ PATH: process.env['PATH'], AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
      ...{ LAMBDA_TASK_ROOT: folder, _HANDLER: `${name}.handler`, AWS_REGION: 'eu-central-1' },
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  const closed = once(child, 'close').then(() => {
    isGone = true;
    server.closeAllConnections();
    server.close();
    outcome.resolve({ failure: { errorType: 'Runtime.ExitError', errorMessage: log } });
    ready.resolve();
  });
  t.after(async () => {
    child.kill('SIGKILL');
    await closed;
  });

  return {
    pid: child.pid ?? 0,
    isIdle: () => waiting !== undefined && !isGone,
    isGone: () => isGone,
    log: () => log,
    async invoke(event, timeoutMs) {
      await ready.promise;
      if (isGone) return outcome.promise;
      ready = Promise.withResolvers();
      outcome = Promise.withResolvers();
      const next = waiting;
      waiting = undefined;
      child.kill('SIGCONT');
      next?.writeHead(200, {
        'lambda-runtime-aws-request-id': randomUUID(),
        'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
      });
      next?.end(JSON.stringify(event));
      const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      const result = await outcome.promise;
      clearTimeout(timer);
      await ready.promise; // it has asked for the next event, and is frozen
      return result;
    },
  };
}
