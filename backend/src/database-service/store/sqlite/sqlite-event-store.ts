import type { EventStore, StoreContext } from '../event-store.ts';
import { prepareDueHolds } from './due-holds.ts';
import { openEventIndex } from './index/event-index.ts';
import { asksIndex } from './index/placed-filter.ts';
import { prepareListEvents } from './list-events.ts';
import { openDatabase } from './open-database.ts';
import { prepareReadChanges } from './read-changes.ts';
import { prepareReadEvent } from './read-event.ts';
import { prepareReadFeed } from './read-feed.ts';
import { prepareReadJournal } from './read-journal.ts';
import { createReadPace } from './read-pace.ts';
import { databaseProblem } from './sqlite-errors.ts';
import { prepareSummarize } from './summarize.ts';
import { startWriter } from './writer.ts';

/** Opens the event store in a database file, for this process alone. Ids are made in the thread that writes. */
export function openSqliteEventStore(file: string, context: Pick<StoreContext, 'now'>): EventStore {
  const database = openDatabase(file);
  const { reader } = database;
  const index = openEventIndex(file, reader);
  const writer = startWriter(file, context);
  const pace = createReadPace();
  const readFeed = prepareReadFeed(reader);
  const listEvents = prepareListEvents(reader);
  const readEvent = prepareReadEvent(reader);
  const readJournal = prepareReadJournal(reader);
  const summarize = prepareSummarize(reader, context.now);
  const readChanges = prepareReadChanges(reader, pace);
  const dueHolds = prepareDueHolds(reader, context.now);

  /** Reads with the index, once it has come to what is committed now, or lags too far behind to be waited for. */
  const indexed = <T>(read: () => T): Promise<T> =>
    answer(async () => {
      await index.caughtUp();
      return index.read(read);
    });

  return {
    batchesInOrder: 2, // one in the writer's hands, and the next in its letter box
    apply: async (writes) => {
      pace.wrote();
      const results = await writer.apply(writes);
      index.follow();
      return results;
    },
    // What the index has not read stays: it would have to be made anew, and would be overtaken again.
    forgetBefore: (time, limit) =>
      answer(async () => {
        if (readFeed().tidiedSeq + limit > index.indexedSeq()) await index.caughtUp();
        return writer.forgetBefore(time, limit, index.indexedSeq());
      }),
    listEvents: (request) =>
      asksIndex(request.filter) ? indexed(() => listEvents(request)) : answer(() => listEvents(request)),
    readEvent: (id) => answer(() => readEvent(id)),
    readJournal: (id, request) => answer(() => readJournal(id, request)),
    summarize: (request) =>
      asksIndex(request.filter) || request.filter.source
        ? indexed(() => summarize(request))
        : answer(() => summarize(request)),
    readChanges: (request) => answer(() => readChanges(request)),
    dueHolds: (limit) => answer(() => dueHolds(limit)),
    watch: () => undefined, // nobody else commits
    indexBehind: () => index.behind(),
    check: async () => {
      await answer(readFeed);
      await writer.check();
    },
    close: async () => {
      await index.close();
      reader.close();
      await writer.close(); // the last connection to go: SQLite puts the log away
      database.close();
    },
  };
}

/** Most reads answer at once; the port promises, so that a thread or a server can stand behind it as well. */
async function answer<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw databaseProblem(error) ?? error;
  }
}
