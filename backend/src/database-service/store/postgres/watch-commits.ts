import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type PoolConfig } from 'pg';
import { CHANNEL } from './locks.ts';

/** The truth, however many notifications are lost. */
const POLL_MILLISECONDS = 1_000;
/** Many commits within this time are one: who is woken reads all of them. */
const TOGETHER_MILLISECONDS = 10;

export interface Watch {
  stop(): Promise<void>;
}

/**
 * Calls `wake` when anybody has committed: by LISTEN at once, by a look at the feed each second otherwise. A connection
 * that is lost is opened again.
 */
export function watchCommits(connection: PoolConfig, wake: () => void): Watch {
  const stopping = new AbortController();
  const gather = gathered(wake);
  let lastSeq: number | undefined;

  const look = async (client: pg.Client): Promise<void> => {
    const { rows } = await client.query<{ last_seq: number }>('SELECT last_seq FROM feed');
    const seq = rows[0]?.last_seq;
    if (seq !== lastSeq) gather();
    lastSeq = seq;
  };

  const listen = async (): Promise<void> => {
    const client = new pg.Client({ ...connection, query_timeout: 5 * POLL_MILLISECONDS });
    client.on('error', () => undefined); // the next look fails, and a new connection is opened
    client.on('notification', gather);
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      while (!stopping.signal.aborted) {
        await look(client);
        await pause(stopping.signal);
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  const running = (async () => {
    while (!stopping.signal.aborted) {
      // It cannot be reached now, and `check` says so: here it is only tried again.
      await listen().catch(() => undefined);
      await pause(stopping.signal);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** With jitter, so that many services do not ask all at once. */
const pause = (signal: AbortSignal): Promise<void> =>
  sleep(POLL_MILLISECONDS * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);

function gathered(wake: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      wake();
    }, TOGETHER_MILLISECONDS);
  };
}
