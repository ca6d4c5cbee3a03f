import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { freshDatabase } from '../postgres/fresh-database.ts';
import { sharedPostgres } from '../postgres/shared-postgres.ts';
import type { PostgresServer } from '../postgres/start-postgres.ts';
import type { Scope } from '../start-process.ts';
import { bundledFunction } from './bundled.ts';
import {
  FUNCTION_URL_HOST,
  GATEWAY_HOST,
  gatewayAnswer,
  httpApiEvent,
  type Asked,
  type GatewayAnswer,
} from './http-events.ts';
import { startHttpFront } from './http-front.ts';
import { lambdaFunction, type LambdaFunction } from './lambda-function.ts';

const HOSTS = { SIGNALBOX_ALLOWED_HOSTS: [GATEWAY_HOST, FUNCTION_URL_HOST].join(',') };

export type DatabaseFunctions = Awaited<ReturnType<typeof databaseFunctions>>;
export type EventFunction = Awaited<ReturnType<typeof eventFunction>>;

export interface DatabaseFunctionsOptions {
  /** The one that the tests of a file share, by default. */
  readonly server?: PostgresServer;
  /** Gives the port of what stands before the server, from that of the server. */
  readonly through?: (port: number) => Promise<number>;
  readonly env?: Readonly<Record<string, string>>;
}

/** The functions that keep events, on a database of their own. */
export async function databaseFunctions(
  t: Scope,
  { server, through, env = {} }: DatabaseFunctionsOptions = {},
) {
  const databaseUrl = await freshDatabase(t, server ?? (await sharedPostgres(18)));
  const address = new URL(databaseUrl);
  if (through) address.port = String(await through(Number(address.port)));
  const all = { SIGNALBOX_DATABASE_URL: address.href, ...HOSTS, ...env };
  return {
    databaseUrl,
    databaseService: lambdaFunction(t, { name: 'database-service', env: all }),
    reportQueue: lambdaFunction(t, { name: 'report-queue', env: all }),
  };
}

/** The keys of a role, as Lambda gives them to a function; they are those of the examples of AWS. */
export const ROLE = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'a-session-token',
};

/** The event service as a function, with a console beside it, and the database service's function behind a gateway. */
export async function eventFunction(t: Scope, databaseService: LambdaFunction) {
  const front = await startHttpFront(t, databaseService);
  const consoleFolder = await mkdtemp(path.join(await bundledFunction('event-service'), 'console-'));
  await writeFile(path.join(consoleFolder, 'index.html'), '<!doctype html><sb-app></sb-app>');
  await writeFile(path.join(consoleFolder, 'main-ABCDEFGH.js'), `console.log('${'ä'.repeat(2_000)}')`);
  const env = {
    ...HOSTS,
    ...ROLE,
    SIGNALBOX_DATABASE_SERVICE_URL: front.url,
    SIGNALBOX_SIGN_CALLS_FOR: 'execute-api',
    SIGNALBOX_CONSOLE_FOLDER: consoleFolder,
  };
  return { front, eventService: lambdaFunction(t, { name: 'event-service', env }) };
}

/** What a gateway answers, if the function does not fail. */
export async function ask(asked: LambdaFunction, event: unknown): Promise<GatewayAnswer> {
  const { answer, failure } = await asked.invoke(event);
  assert.equal(failure, undefined);
  return gatewayAnswer(answer);
}

export const report = (body: unknown, others: Partial<Asked> = {}) =>
  httpApiEvent({
    method: 'POST',
    path: '/v1/reports',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...others,
  });

/** Looks into the database, past everything. */
export async function count(databaseUrl: string, what: string): Promise<number> {
  const client = new Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(`SELECT (${what})::integer AS count`);
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
