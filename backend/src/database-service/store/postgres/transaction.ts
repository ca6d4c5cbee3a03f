import type { Pool, PoolClient } from 'pg';
import { streamOf } from './open-database.ts';

/**
 * Does the work whole or not at all; on disk when this resolves. Work that ends with `commit` sends it together with its
 * last statements.
 */
export function inTransaction<T>(
  pool: Pool,
  work: (db: PoolClient, commit: () => Promise<void>) => Promise<T>,
): Promise<T> {
  return enclosed(pool, 'BEGIN', async (db) => {
    let isSent = false;
    const commit = () => {
      isSent = true;
      return committed(db.query('COMMIT'));
    };
    const result = await work(db, commit);
    if (!isSent) await commit();
    return result;
  });
}

/** Reads everything as of one moment. */
export function inSnapshot<T>(pool: Pool, read: (db: PoolClient) => Promise<T>): Promise<T> {
  return enclosed(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async (db) => {
    const result = await read(db);
    db.query('COMMIT').catch(ignore); // nobody waits for it: what was read is read
    return result;
  });
}

/**
 * Waits for statements that were sent one behind the other. The first of them that failed is the cause, and thrown: the
 * others fail because of it, and may be told of earlier.
 */
export async function allSucceed(inOrder: readonly Promise<unknown>[]): Promise<void> {
  const failure = (await Promise.allSettled(inOrder)).find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') throw failure.reason;
}

/** Statements that are sent by one turn of this go in one write: each is a call of the system, here and at the server. */
export function inOneMessage<T>(db: PoolClient, send: () => T): T {
  const stream = streamOf(db);
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

/** After a failed statement, COMMIT rolls back, and says so in nothing but its tag. */
export async function committed(answer: Promise<{ readonly command: string }>): Promise<void> {
  const { command } = await answer;
  if (command !== 'COMMIT') throw new Error(`The transaction ended with ${command}`);
}

/**
 * BEGIN is not waited for: statements are sent one behind the other (pipeline). Where it fails alone, because somebody
 * cancelled it, each of them would be a transaction of its own: so the connection ends, before more is sent.
 */
async function enclosed<T>(pool: Pool, begin: string, work: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  try {
    const result = await inOneMessage(db, () => {
      db.query(begin).catch(() => void db.end());
      return work(db);
    });
    db.release();
    return result;
  } catch (error) {
    db.query('ROLLBACK').then(
      () => db.release(),
      () => db.release(true),
    );
    throw error;
  }
}

const ignore = (): void => undefined;
