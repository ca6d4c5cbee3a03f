import { runInBackground } from '../../background-task.ts';
import type { EventStore, StoreContext } from '../event-store.ts';
import { prepareApplyBatch } from './apply-batch.ts';
import { prepareDueHolds } from './due-holds.ts';
import { prepareFollowSums } from './follow-sums.ts';
import { prepareForgetBefore } from './forget-before.ts';
import { prepareListEvents } from './list-events.ts';
import { LOCKS } from './locks.ts';
import { BATCHES_AT_ONCE, openPools, type Database } from './open-database.ts';
import { databaseProblem } from './postgres-errors.ts';
import { prepare, type Preparation } from './preparation.ts';
import { prepareReadChanges } from './read-changes.ts';
import { prepareReadEvent } from './read-event.ts';
import { prepareReadJournal } from './read-journal.ts';
import { prepareSummarize } from './summarize.ts';
import { watchCommits, type Watch } from './watch-commits.ts';

/** Readers add up what the sums by source do not tell of yet: so it stays little, if the machine can keep up. */
const FOLLOW_MILLISECONDS = 250;

/**
 * Opens the event store in a PostgreSQL database, which any number of services share. `tell` gets what the person who
 * runs it should know.
 */
export async function openPostgresEventStore(
  url: string,
  context: StoreContext,
  tell: (sentence: string) => void,
): Promise<EventStore> {
  const database = openPools(url);
  try {
    return storeOf(database, await prepare(database, tell), context);
  } catch (error) {
    await database.close();
    throw error;
  }
}

function storeOf(database: Database, preparation: Preparation, context: StoreContext): EventStore {
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
  const following = startFollowing(() => answer(() => followSums('leave')));
  let watch: Watch | undefined;

  return {
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
      await Promise.all([preparation.stop(), following.stop(), watch?.stop()]);
      await database.close();
    },
  };
}

/** As every batch does: behind the lock of the feed. */
const TRY_TO_WRITE = `SELECT pg_advisory_xact_lock(${LOCKS.feed}); UPDATE feed SET last_seq = last_seq`;

type Answer = <T>(work: () => Promise<T>) => Promise<T>;

/** What the database's errors mean to a caller, and whether it could be written to of late. */
function prepareAnswers({ writers, readers }: Database, preparation: Preparation) {
  let lastWriteFailed = false;
  const answer: Answer = async (work) => {
    preparation.require();
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

function startFollowing(followSums: () => Promise<boolean>) {
  return runInBackground(async () => ((await followSums()) ? 0 : FOLLOW_MILLISECONDS), {
    retryAfter: 1_000,
    onError: () => undefined, // whoever reads or writes is told of it, and so is `check`
  });
}
