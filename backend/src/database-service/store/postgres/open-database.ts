import type { Socket } from 'node:net';
import pg, { type ClientBase, type Pool, type PoolConfig } from 'pg';
import { migrate } from './migrations.ts';
import { isUnreachable } from './postgres-errors.ts';

/** The message is for the person who starts the service. */
export class CannotOpenError extends Error {}

export interface Database {
  /** Its connections send statement behind statement, without waiting for answers (pipeline). */
  readonly writers: Pool;
  readonly readers: Pool;
  /** For a connection of one's own. */
  readonly connection: PoolConfig;
  /** Where it is, without the password. */
  readonly name: string;
  close(): Promise<void>;
}

const OLDEST_VERSION = 15;
const SECOND = 1_000;

/** Of every connection. */
const CONNECTION = {
  application_name: 'signalbox',
  // A server that is up answers within milliseconds; a caller waits no longer than this for a 503.
  connectionTimeoutMillis: 5 * SECOND,
  // A server that vanished without a word is noticed by the system within minutes, and not within hours.
  keepAlive: true,
  keepAliveInitialDelayMillis: 10 * SECOND,
  // A process that is stopped in the midst of a transaction holds locks that others wait for.
  idle_in_transaction_session_timeout: 10 * SECOND,
  pipeline: true,
} as const;

/** A third one would only wait behind them: for the server's cores, and for the lock of the feed. */
export const BATCHES_AT_ONCE = 2;

/** How many connections a process has, and what it asks of the server for each. */
export interface PoolUse {
  readonly writers: number;
  readonly readers: number;
  readonly session: string;
  /** How long the server may say nothing while something is asked of it, in milliseconds. */
  readonly silenceMost: number;
}

/** Longer than any statement may take: a server that does not even say that it took too long is not there any more. */
const SILENCE_MOST = 20 * SECOND;

/** A process that runs. More readers would not be faster: they share the server's cores, and what waits here waits in order. */
export const RUNNING: PoolUse = {
  // Besides the batches: what tidies, and what follows behind.
  writers: BATCHES_AT_ONCE + 2,
  readers: 8,
  session: '',
  silenceMost: SILENCE_MOST,
};

/**
 * A process that is frozen between requests, and answers one at a time. It cannot let go of a connection that lies idle,
 * nor of any when it is thrown away: so the server does. In a minute another request has come, or none will for long.
 */
export const FROZEN: PoolUse = {
  writers: 1,
  readers: 1,
  session: "SET idle_session_timeout = '60s';",
  silenceMost: SILENCE_MOST,
};

const WRITERS = {
  // Who holds the lock of the feed holds it for one message and its commit: milliseconds, on a slow disk tenths of a second.
  lock_timeout: 2 * SECOND,
  // A batch takes some 50 ms. Where it takes this long, the answer is 503 and the batch is rolled back.
  statement_timeout: 15 * SECOND,
} as const;

const READERS = {
  lock_timeout: 2 * SECOND,
  statement_timeout: 10 * SECOND,
} as const;

/**
 * A commit that is answered is on disk, whatever the database's or the user's own setting; stronger ones are kept. Under another
 * isolation whoever waited for the lock of the feed would be refused.
 */
const GUARANTEES = `
  SET default_transaction_isolation = 'read committed';
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');`;
/**
 * Every statement says itself by which index it finds what it needs, and how far it reads: a plan for all values is as good as one
 * for these, and is made once. To plan the list of a time anew, with its lane for each lag, took four times as long as to read it.
 * Statistics are late where a table grows by thousands of rows a second: a plan that was made for an empty one would read all of
 * it. To compile a plan, or to start processes that help, would take longer than any of our statements.
 */
const PLANS = `
  SET plan_cache_mode = force_generic_plan;
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
  SET jit = off; SET max_parallel_workers_per_gather = 0;`;

const BIGINT = 20;
const NUMERIC = 1_700;
/** Counts and numbers of rows stay below 2^53. */
const types: NonNullable<PoolConfig['types']> = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): ((text: string) => unknown) =>
    oid === BIGINT || oid === NUMERIC
      ? Number
      : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/** Makes the pools; nothing is connected yet. */
export function openPools(url: string, use: PoolUse): Database {
  const connection: PoolConfig = { connectionString: url, types, ...CONNECTION };
  const whole = { ...use, session: GUARANTEES + PLANS + use.session };
  const writers = poolOf({ ...connection, ...WRITERS, max: use.writers }, whole);
  const readers = poolOf({ ...connection, ...READERS, max: use.readers }, whole);
  return {
    writers,
    readers,
    connection,
    name: databaseName(url),
    close: async () => void (await Promise.all([writers.end(), readers.end()])),
  };
}

function poolOf(config: PoolConfig, { session, silenceMost }: PoolUse): Pool {
  const pool = new pg.Pool(config);
  // An idle connection was lost. The pool has dropped it, and opens another when somebody asks for one.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined); // whatever was asked of it fails, and says so
    client.query(session).catch(() => void client.end()); // without these nothing may be written
    const stream = streamOf(client);
    stream.on('timeout', () => void stream.destroy(new SilentServerError(silenceMost)));
  });
  // Not the driver's query_timeout: its timer for each statement holds on to the rows, and a page took a fifth longer.
  pool.on('acquire', (client) => void streamOf(client).setTimeout(silenceMost));
  pool.on('release', (_error, client) => void streamOf(client).setTimeout(0));
  return pool;
}

class SilentServerError extends Error {
  readonly code = 'ETIMEDOUT';
  constructor(milliseconds: number) {
    super(`The server has said nothing for ${milliseconds} ms`);
  }
}

/** Of the connection; the driver's types do not know it. */
export const streamOf = (client: ClientBase): Socket =>
  (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;

interface Facts {
  readonly version: number;
  readonly fsync: string;
  readonly commits: string;
  readonly encoding: string;
}

type Migrating = (migrate: (stopping: AbortSignal) => Promise<void>) => Promise<void>;
const unwatched: Migrating = (migrate) => migrate(new AbortController().signal);

/**
 * Brings the schema up to date, and gives warnings for the person who runs it. A server that cannot be reached now is
 * another error than one that will never do: see `isUnreachable`. `migrating` runs what may take minutes.
 */
export async function prepareDatabase(
  { writers, connection, name }: Database,
  migrating: Migrating = unwatched,
): Promise<readonly string[]> {
  try {
    const { rows } = await writers.query<Facts>(
      `SELECT current_setting('server_version_num')::integer / 10000 AS version, current_setting('fsync') AS fsync,
         current_setting('server_encoding') AS encoding,
         (SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit') AS commits`,
    );
    const { version = 0, fsync, commits, encoding } = rows[0] ?? {};
    if (version < OLDEST_VERSION)
      throw new Error(`it is PostgreSQL ${version}, and Signalbox needs ${OLDEST_VERSION} or newer.`);
    if (encoding !== 'UTF8') throw new Error(`its encoding is ${encoding}, and Signalbox needs UTF8.`);
    await migrating((stopping) => migrate(connection, stopping));
    return [
      ...(fsync === 'off'
        ? [`${name} runs with fsync = off: what is acknowledged can be lost when its machine fails.`]
        : []),
      ...(commits === 'off'
        ? [
            `${name} has synchronous_commit = off by default: Signalbox sets it to on for its own connections.`,
          ]
        : []),
    ];
  } catch (error) {
    if (isUnreachable(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotOpenError(`The database ${name} cannot be opened: ${why}`, { cause: error });
  }
}

/** `host:port/database`, as in the address, and never the user's password. */
export function databaseName(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? (hostname || 'localhost');
  return `${host}:${port || '5432'}${pathname}`;
}
