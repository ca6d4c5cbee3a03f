import type { EventStore, StoreContext } from '../event-store.ts';
import { prepareApplyBatch } from './apply-batch.ts';
import { prepareDueHolds } from './due-holds.ts';
import { prepareFollowSums } from './follow-sums.ts';
import { prepareForgetBefore } from './forget-before.ts';
import { prepareListEvents } from './list-events.ts';
import { LOCKS } from './locks.ts';
import { BATCHES_AT_ONCE, type Database } from './open-database.ts';
import { databaseProblem } from './postgres-errors.ts';
import type { Preparation } from './preparation.ts';
import { prepareReadChanges } from './read-changes.ts';
import { prepareReadEvent } from './read-event.ts';
import { prepareReadJournal } from './read-journal.ts';
import { prepareSummarize } from './summarize.ts';
import { watchCommits, type Watch } from './watch-commits.ts';

/** A store, and what its owner has to see to. */
export interface PreparedStore {
  readonly store: EventStore;
  /** Brings the sums by source forward by one bite; answers whether more is left. */
  readonly followSums: (whenHeld: 'leave' | 'wait') => Promise<boolean>;
}

/** The store over the pools of a database. Nothing in it runs by itself, unless it is told to watch. */
export function prepareStore(
  database: Database,
  preparation: Preparation,
  context: StoreContext,
): PreparedStore {
  const { writers, readers } = database;
  const apply = prepareApplyBatch(writers, context);
  const followSums = prepareFollowSums(writers);
  const forgetBefore = prepareForgetBefore(writers, followSums);
  const listEvents = prepareListEvents(readers);
  const readEvent = prepareReadEvent(readers);
  const readJournal = prepareReadJournal(readers);
  const summarize = prepareSummarize(readers, context.now);
  const readChanges = prepareReadChanges(readers);
  const dueHolds = prepareDueHolds(readers, context.now);
  const { answer, writing, check } = prepareAnswers(database, preparation);
  let watch: Watch | undefined;

  const store: EventStore = {
    // One waits for the disk and the lock of the feed while the other is looked up and decided.
    batchesInOrder: BATCHES_AT_ONCE,
    apply: (writes) => writing(() => apply(writes)),
    forgetBefore: (time, limit) => writing(() => forgetBefore(time, limit)),
    listEvents: (request) => answer(() => listEvents(request)),
    readEvent: (id) => answer(() => readEvent(id)),
    readJournal: (id, request) => answer(() => readJournal(id, request)),
    summarize: (request) => answer(() => summarize(request)),
    readChanges: (request) => answer(() => readChanges(request)),
    dueHolds: (limit) => answer(() => dueHolds(limit)),
    watch(wake) {
      watch ??= watchCommits(database.connection, wake);
    },
    check,
    close: async () => {
      await Promise.all([preparation.stop(), watch?.stop()]);
      await database.close();
    },
  };
  return { store, followSums: (whenHeld) => answer(() => followSums(whenHeld)) };
}

/** As every batch does: behind the lock of the feed. */
const TRY_TO_WRITE = `SELECT pg_advisory_xact_lock(${LOCKS.feed}); UPDATE feed SET last_seq = last_seq`;

type Answer = <T>(work: () => Promise<T>) => Promise<T>;

/** What the database's errors mean to a caller, and whether it could be written to of late. */
function prepareAnswers({ writers, readers }: Database, preparation: Preparation) {
  let lastWriteFailed = false;
  const answer: Answer = async (work) => {
    await preparation.require();
    try {
      return await work();
    } catch (error) {
      throw databaseProblem(error) ?? error;
    }
  };
  const writing: Answer = async (write) => {
    lastWriteFailed = true;
    const written = await answer(write);
    lastWriteFailed = false;
    return written;
  };
  const check = async (): Promise<void> => {
    await answer(() => readers.query('SELECT last_seq FROM feed'));
    if (lastWriteFailed) await writing(() => writers.query(TRY_TO_WRITE));
  };
  return { answer, writing, check };
}
