import { LIMITS } from '@signalbox/contracts/vocabulary';
import { type DatabaseClient, retrying } from '../../database-client/index.ts';
import type { SentReport } from '../ledger.ts';

/** Nothing of ours came for so long, whatever was awaited: then it will not come. */
const SILENCE_MS = 60_000;
/** How long an answer waits for something to tell. */
const WAIT_SECONDS = 2;

type Feed = Pick<DatabaseClient, 'changes'>;

/** Where the feed is now. */
export async function placeInFeed(client: Feed, signal: AbortSignal): Promise<string> {
  return (await retrying(() => client.changes({ limit: 1 }, { signal }), { signal })).cursor;
}

export interface ArrivalOptions {
  readonly client: Feed;
  /** A place in the feed from before the first was sent. */
  readonly after: string;
  readonly sent: ReadonlyMap<string, SentReport>;
  readonly signal: AbortSignal;
}

/**
 * Follows the feed until everything that a broker confirmed has come, or nothing comes any more: what is missing then, the
 * proof will name. Gives the newest journal entry of ours.
 */
export async function awaitArrival({ client, after, sent, signal }: ArrivalOptions): Promise<number> {
  const awaited = new Set([...sent.values()].filter((one) => one.isConfirmed).map(({ report }) => report.id));
  let newest = 0;
  let cursor = after;
  let lastNews = performance.now();
  while (awaited.size > 0 && performance.now() - lastNews < SILENCE_MS) {
    const query = { after: cursor, limit: LIMITS.changesMost, wait: WAIT_SECONDS };
    const changes = await retrying(() => client.changes(query, { signal }), { signal });
    for (const { seq, reportId } of changes.entries) {
      if (reportId === undefined || !awaited.delete(reportId)) continue;
      newest = seq;
      lastNews = performance.now();
    }
    ({ cursor } = changes);
  }
  return newest;
}
