import type { DatabaseSync } from 'node:sqlite';
import { prepareWrite } from '../prepare-write.ts';
import { inTransaction } from '../transaction.ts';
import { prepareCountReports } from './count-reports.ts';
import { prepareNames } from './names.ts';
import { preparePlaceEvents } from './place-events.ts';

/** The index does not belong to the events as they are now: it must be thrown away. */
export class StaleIndexError extends Error {}

/** Where the index is, and how far it could go. */
export interface Followed {
  readonly indexedSeq: number;
  readonly lastSeq: number;
}

/**
 * Follows the journal by one bite: what changed since is placed anew, in one transaction. `db` is the index; the events are
 * attached to it as `truth`, and only read.
 */
export function prepareFollow(db: DatabaseSync) {
  const names = prepareNames(db);
  const placeEvents = preparePlaceEvents(db, names);
  const countReports = prepareCountReports(db, names);
  const readState = db.prepare('SELECT indexed_seq, begun_seq FROM index_state');
  const readFeed = db.prepare('SELECT last_seq, counted_seq FROM truth.feed');
  const addToSum = prepareWrite(
    db,
    `INSERT INTO name_sums (name, grp, count) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  );
  const note = prepareWrite(
    db,
    `UPDATE index_state SET indexed_seq = ?1, begun_seq = ?2,
       indexed_at = (SELECT at FROM truth.journal WHERE seq = ?1)`,
  );

  function begin(countedSeq: number): number {
    countReports.forgotten();
    return countedSeq;
  }

  function bite(most: number): Followed {
    const { last_seq: lastSeq, counted_seq: counted } = numbers(readFeed.get());
    const { indexed_seq: from, begun_seq } = numbers(readState.get());
    const begun = Number.isNaN(begun_seq) ? begin(counted as number) : (begun_seq as number);
    // Entries were dropped that this index has not read: what they changed cannot be told any more.
    if ((counted as number) > Math.max(from as number, begun)) throw new StaleIndexError('It is too old.');
    const to = Math.min((from as number) + most, lastSeq as number);
    const sums = new Map<number, number>();
    placeEvents(from as number, to, (name, group, by) => {
      const under = name * 32 + group;
      sums.set(under, (sums.get(under) ?? 0) + by);
    });
    for (const [under, by] of sums) if (by !== 0) addToSum.run(Math.floor(under / 32), under % 32, by);
    if (to > begun) countReports.journalled(Math.max(from as number, begun), to);
    note.run(to, begun);
    return { indexedSeq: to, lastSeq: lastSeq as number };
  }

  /** Goes on by at most so many entries of the journal. */
  return (most: number): Followed => {
    try {
      return inTransaction(db, () => bite(most));
    } catch (error) {
      names.forget();
      throw error;
    }
  };
}

const numbers = (row: object = {}): Record<string, number> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? NaN : Number(value)]),
  );
