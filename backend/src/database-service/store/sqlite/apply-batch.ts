import type { DatabaseSync } from 'node:sqlite';
import { applyWrite } from '../apply-write.ts';
import type { Write, WriteResult } from '../event-store.ts';
import { prepareSums } from './keep-sums.ts';
import { prepareTables, type Batch } from './save-decision.ts';
import { databaseProblem } from './sqlite-errors.ts';
import { inTransaction } from './transaction.ts';

/** Applies many writes in one transaction: one wait for the disk for all of them. */
export function prepareApplyBatch(db: DatabaseSync, newId: () => string) {
  const tablesOf = prepareTables(db);
  const newSums = prepareSums(db);
  const last = db.prepare('SELECT last_seq, (SELECT max(row) FROM events) AS last_row FROM feed');
  const advance = db.prepare(`
    UPDATE feed SET last_seq = ?, last_report_at = coalesce(?, last_report_at),
      last_report_source = coalesce(?, last_report_source)`);

  const applyTogether = (writes: readonly Write[], now: string): WriteResult[] =>
    inTransaction(db, () => {
      const { last_seq: before, last_row: lastRow } = last.get() as {
        last_seq: number;
        last_row: number | null;
      };
      const batch: Batch = {
        now,
        sums: newSums(),
        lastRow: lastRow ?? 0,
        lastSeq: before,
        lastReport: undefined,
      };
      const tables = tablesOf(batch);
      const results = writes.map((write) => applyWrite(tables, write, { now, newId }));
      tables.finish();
      batch.sums.write();
      const { lastReport } = batch;
      if (batch.lastSeq > before)
        advance.run(batch.lastSeq, lastReport?.at ?? null, lastReport?.source ?? null);
      return results;
    });

  /** One after the other, so that what no rule foresaw spoils nobody else's write. */
  const applyAlone = (write: Write, now: string): WriteResult => {
    try {
      return applyTogether([write], now)[0] as WriteResult;
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      return { kind: 'failed', error: databaseProblem(error) ?? cause };
    }
  };

  return (writes: readonly Write[], now: string): WriteResult[] => {
    try {
      return applyTogether(writes, now);
    } catch (error) {
      const problem = databaseProblem(error);
      if (problem) throw problem;
      return writes.map((write) => applyAlone(write, now));
    }
  };
}
