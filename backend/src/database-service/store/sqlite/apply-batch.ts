import type { DatabaseSync } from 'node:sqlite';
import type { StoreContext, Write, WriteResult } from '../event-store.ts';
import { applyWrite } from './apply-write.ts';
import { prepareSums } from './keep-sums.ts';
import { prepareTables, type Batch } from './save-decision.ts';
import { databaseProblem } from './sqlite-errors.ts';
import { inTransaction } from './transaction.ts';
import { prepareWrite } from './prepare-write.ts';

/** Applies many writes in one transaction: one wait for the disk for all of them. */
export function prepareApplyBatch(db: DatabaseSync, context: StoreContext) {
  const tables = prepareTables(db);
  const newSums = prepareSums(db);
  const lastSeq = db.prepare('SELECT last_seq FROM feed');
  const advance = prepareWrite(
    db,
    `
    UPDATE feed SET last_seq = ?, last_report_at = coalesce(?, last_report_at),
      last_report_source = coalesce(?, last_report_source)`,
  );

  const applyTogether = (writes: readonly Write[]): WriteResult[] =>
    inTransaction(db, () => {
      const before = Number(lastSeq.get()?.['last_seq']);
      const batch: Batch = { now: context.now(), sums: newSums(), lastSeq: before, lastReport: undefined };
      const results = writes.map((write) => applyWrite(tables, write, batch, context.newId));
      batch.sums.write();
      const { lastReport } = batch;
      if (batch.lastSeq > before)
        advance.run(batch.lastSeq, lastReport?.at ?? null, lastReport?.source ?? null);
      return results;
    });

  /** One after the other, so that what no rule foresaw spoils nobody else's write. */
  const applyAlone = (write: Write): WriteResult => {
    try {
      return applyTogether([write])[0] as WriteResult;
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      return { kind: 'failed', error: databaseProblem(error) ?? cause };
    }
  };

  return (writes: readonly Write[]): WriteResult[] => {
    try {
      return applyTogether(writes);
    } catch (error) {
      const problem = databaseProblem(error);
      if (problem) throw problem;
      return writes.map(applyAlone);
    }
  };
}
