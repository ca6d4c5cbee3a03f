import type { EventStore, StoreContext } from '../event-store.ts';
import { prepareApplyBatch } from './apply-batch.ts';
import { prepareDueHolds } from './due-holds.ts';
import { prepareForgetBefore } from './forget-before.ts';
import { prepareListEvents } from './list-events.ts';
import { openDatabase } from './open-database.ts';
import { prepareReadChanges } from './read-changes.ts';
import { prepareReadEvent } from './read-event.ts';
import { prepareReadFeed } from './read-feed.ts';
import { prepareReadJournal } from './read-journal.ts';
import { databaseProblem } from './sqlite-errors.ts';
import { prepareSummarize } from './summarize.ts';
import { inTransaction } from './transaction.ts';

/** Opens the event store in a database file, for this process alone. */
export function openSqliteEventStore(file: string, context: StoreContext): EventStore {
  const database = openDatabase(file);
  const { writer, reader } = database;
  const apply = prepareApplyBatch(writer, context);
  const forgetBefore = prepareForgetBefore(writer);
  const readFeed = prepareReadFeed(reader);
  const listEvents = prepareListEvents(reader);
  const readEvent = prepareReadEvent(reader);
  const readJournal = prepareReadJournal(reader);
  const summarize = prepareSummarize(reader, context.now);
  const readChanges = prepareReadChanges(reader);
  const dueHolds = prepareDueHolds(reader, context.now);
  let lastWriteFailed = false;

  const writing = <T>(write: () => T): Promise<T> => {
    lastWriteFailed = true;
    return answer(() => {
      const written = write();
      lastWriteFailed = false;
      return written;
    });
  };

  return {
    apply: (writes) => writing(() => apply(writes)),
    forgetBefore: (time, limit) => writing(() => forgetBefore(time, limit)),
    listEvents: (request) => answer(() => listEvents(request)),
    readEvent: (id) => answer(() => readEvent(id)),
    readJournal: (id, request) => answer(() => readJournal(id, request)),
    summarize: (request) => answer(() => summarize(request)),
    readChanges: (request) => answer(() => readChanges(request)),
    dueHolds: (limit) => answer(() => dueHolds(limit)),
    check: async () => {
      await answer(readFeed);
      if (lastWriteFailed) await writing(() => tryToWrite(writer));
    },
    close: async () => database.close(),
  };
}

function tryToWrite(db: Parameters<typeof inTransaction>[0]): void {
  inTransaction(db, () => db.exec('UPDATE feed SET last_seq = last_seq'));
}

/** node:sqlite answers at once; the port promises, so that a worker or a server can stand behind it as well. */
async function answer<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    throw databaseProblem(error) ?? error;
  }
}
