import type { Pool, PoolClient } from 'pg';
import type { StoreContext, Write, WriteResult } from '../event-store.ts';
import { applyWrite } from '../apply-write.ts';
import { advanceFeed } from './advance-feed.ts';
import { appendJournal, journalRows } from './append-journal.ts';
import { arrayText } from './array-text.ts';
import { findRecords } from './find-records.ts';
import { inOrderOfCalls } from './in-order-of-calls.ts';
import { inTurns } from './in-turns.ts';
import { CHANNEL, LOCKS } from './locks.ts';
import { databaseProblem } from './postgres-errors.ts';
import { retrying } from './retrying.ts';
import { BatchTables } from './save-decision.ts';
import { newEvents, saveEvents } from './save-events.ts';
import { allSucceed, inOneMessage, inTransaction } from './transaction.ts';

/** Applies many writes in one transaction, by statements that each do the work of all of them. */
export function prepareApplyBatch(writers: Pool, context: StoreContext) {
  const applyTogether = (writes: readonly Write[]): Promise<WriteResult[]> =>
    retrying(() =>
      inTransaction(writers, async (db, commit) => {
        const found = await findRecords(db, writes);
        const now = context.now();
        const tables = new BatchTables(found, now);
        const moment = { now, newId: context.newId };
        const results: WriteResult[] = [];
        for await (const some of inTurns(writes))
          results.push(...some.map((write) => applyWrite(tables, write, moment)));
        if (tables.entries.length === 0) return results;
        const rows = { events: await newEvents(tables.slots), journal: await journalRows(tables.entries) };
        const firstSeq = await inOneMessage(db, () => save(db, tables, rows, commit));
        return results.map((result) => numbered(result, firstSeq));
      }),
    );

  /** One after the other, so that what no rule foresaw spoils nobody else's write. */
  const applyAlone = async (write: Write): Promise<WriteResult> => {
    try {
      return (await applyTogether([write]))[0] as WriteResult;
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      return { kind: 'failed', error: databaseProblem(error) ?? cause };
    }
  };

  return inOrderOfCalls(async (writes: readonly Write[]): Promise<WriteResult[]> => {
    if (writes.length === 0) return [];
    try {
      return await applyTogether(writes);
    } catch (error) {
      const problem = databaseProblem(error);
      if (problem) throw problem;
      const results: WriteResult[] = [];
      for (const write of writes) results.push(await applyAlone(write));
      return results;
    }
  });
}

const LOCK_FEED = `SELECT pg_advisory_xact_lock(${LOCKS.feed})`;
const RELEASE = 'UPDATE journal SET identity_source = NULL WHERE seq = ANY ($1::bigint[])';

/**
 * Writes everything and commits, in one message: nobody who waits for the lock of the feed waits for this process. Each
 * statement is one of its own: the journal's must see what was committed while it waited for the lock. One that fails
 * makes the rest fail, and COMMIT roll back. Gives the number of the first entry.
 */
async function save(
  db: PoolClient,
  tables: BatchTables,
  rows: { readonly events: Buffer; readonly journal: Buffer },
  commit: () => Promise<void>,
): Promise<number> {
  const { entries, releasedSeqs, sums, slots } = tables;
  const events = saveEvents(db, slots, rows.events);
  const locked = db.query(LOCK_FEED);
  const released =
    releasedSeqs.length > 0 ? [db.query({ text: RELEASE, values: [arrayText(releasedSeqs)] })] : [];
  const journal = appendJournal(db, rows.journal);
  const summed = sums.write(db);
  const advanced = advanceFeed(db, tables);
  const told = db.query(`NOTIFY ${CHANNEL}`);
  await allSucceed([...events, locked, ...released, journal, ...summed, advanced, told, commit()]);
  return (await advanced) - entries.length + 1;
}

/** The receipt with the number of its entry, which was counted from 1 so far. */
function numbered(result: WriteResult, firstSeq: number): WriteResult {
  if (result.kind !== 'receipt' || result.seq === undefined) return result;
  return { ...result, seq: firstSeq + result.seq - 1 };
}
