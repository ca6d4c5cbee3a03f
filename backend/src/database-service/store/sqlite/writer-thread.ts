import { randomUUIDv7 } from 'node:crypto';
import { workerData } from 'node:worker_threads';
import { answerInThread } from './answer-in-thread.ts';
import { prepareApplyBatch } from './apply-batch.ts';
import { arrivedWrites, carryResults, type CarriedResults, type CarriedWrites } from './carried-writes.ts';
import { prepareForgetBefore } from './forget-before.ts';
import { connectWriter } from './open-database.ts';
import { databaseProblem } from './sqlite-errors.ts';
import { inTransaction } from './transaction.ts';

/**
 * The program of the thread that writes: it has the only connection that does, so that no request and no reader waits
 * while a transaction is made and the disk is waited for.
 */
const db = connectWriter((workerData as { readonly file: string }).file);
const apply = prepareApplyBatch(db, randomUUIDv7);
const forgetBefore = prepareForgetBefore(db);

interface Forgetting {
  readonly time: string;
  readonly limit: number;
  readonly upTo: number;
}

const answers = {
  apply: ({ writes, now }: { readonly writes: CarriedWrites; readonly now: string }): CarriedResults =>
    whole(() => carryResults(apply(arrivedWrites(writes), now))),
  forgetBefore: ({ time, limit, upTo }: Forgetting): boolean => whole(() => forgetBefore(time, limit, upTo)),
  tryToWrite: (): void =>
    whole(() => inTransaction(db, () => db.exec('UPDATE feed SET last_seq = last_seq'))),
};
export type WriterThread = typeof answers;

answerInThread(answers, () => db.close());

function whole<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw databaseProblem(error) ?? error;
  }
}
