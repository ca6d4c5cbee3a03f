/** Reads the feed from the store itself, or its rows from the engine, in a process of its own. */
import { databaseAddress } from '../../src/database-service/config.ts';
import { formatCursor, parseCursor } from '../../src/database-service/store/cursor.ts';
import type { EventStore } from '../../src/database-service/store/event-store.ts';
import { openPostgresEventStore } from '../../src/database-service/store/postgres/postgres-event-store.ts';
import { openSqliteEventStore } from '../../src/database-service/store/sqlite/sqlite-event-store.ts';
import { SYSTEM_CONTEXT } from '../../src/database-service/system-context.ts';
import { answerQuestions } from '../helper-process.ts';
import { openRawFeed } from '../limits/raw-feed.ts';
import { LossError } from '../stored.ts';

export interface StoreReadQuestion {
  /** Of the database. */
  readonly url: string;
  readonly from: 'store' | 'engine';
  /** Entries in each read. */
  readonly limit: number;
  readonly reads: number;
  /** How far behind the newest entry the reads begin, at most. */
  readonly behind: number;
}

/** What each read took, in milliseconds. */
answerQuestions<StoreReadQuestion>(async ({ url, from, limit, reads, behind }) => {
  const store = await openStore(url);
  const raw = await openRawFeed(url);
  try {
    const all = { filter: {}, mode: 'all' } as const;
    const newest = parseCursor((await store.readChanges({ ...all, after: undefined, limit: 1 })).cursor);
    if (!newest) throw new Error('The store has no feed.');
    const readFrom = {
      store: async (seq: number) =>
        (await store.readChanges({ ...all, after: formatCursor({ ...newest, seq }), limit })).count,
      engine: (seq: number) => raw.read(seq, limit),
    };
    const took: number[] = [];
    for (let read = 0; read < reads; read += 1) {
      const seq = Math.max(0, newest.seq - Math.round((behind * (read + 1)) / reads));
      const start = performance.now();
      const count = await readFrom[from](seq);
      took.push(performance.now() - start);
      const there = Math.min(limit, newest.seq - seq);
      if (count !== there) throw new LossError(`The ${from} gave ${count} of ${there} entries.`);
    }
    return took;
  } finally {
    await raw.close();
    await store.close();
  }
});

async function openStore(url: string): Promise<EventStore> {
  const address = databaseAddress(url);
  if (address.engine === 'sqlite') return openSqliteEventStore(address.file, SYSTEM_CONTEXT);
  return openPostgresEventStore(address.url, SYSTEM_CONTEXT, () => undefined);
}
