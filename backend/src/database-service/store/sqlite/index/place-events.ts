import type { DatabaseSync } from 'node:sqlite';
import { lagOf } from '../../lag.ts';
import { prepareInsertMany } from '../insert-many.ts';
import { prepareWrite } from '../prepare-write.ts';
import { GROUP_OF_EVENT } from './groups.ts';
import type { Names } from './names.ts';
import { textHash } from './text-hash.ts';
import { markOf, wordsOf } from './words.ts';

/** Adds up how many events bear a name in a group. */
export type CountNamed = (name: number, group: number, by: 1 | -1) => void;

/** A row as an array: its columns' names would cost as much again. */
type Event = readonly [
  row: number,
  source: string,
  type: string | null,
  assignee: string | null,
  group: number,
  changedAt: string,
  reportedAt: string,
  /** Null when it is that of the last report. */
  firstReportedAt: string | null,
  message: string,
  key: string,
];
const PLACED =
  'row, source, type, assignee, grp, lag, changed_at, first_reported_at, reported_at, text_hash'.split(', ');
/** What the index knows of an event. */
type Placed = readonly [group: number, type: number | null, assignee: number | null, textHash: number];

const EVENT = `events.row, events.source, events.type, events.assignee, ${GROUP_OF_EVENT},
  events.changed_at, events.reported_at, nullif(events.first_reported_at, events.reported_at), events.message, events.key`;

/**
 * Events follow each other as they are received first: what the index does not know are the last of them. The plus keeps
 * the journal from being read by its index of events, which would be all of it.
 */
const NEW = `
  SELECT ${EVENT} FROM truth.events
  WHERE row > ?1 AND row <= (SELECT max(+event_row) FROM truth.journal WHERE seq > ?2 AND seq <= ?3)
  ORDER BY row`;
const CHANGED = `
  SELECT placed.grp, placed.type, placed.assignee, placed.text_hash, ${EVENT}
  FROM (SELECT DISTINCT +event_row AS event_row FROM truth.journal
      WHERE +event_row <= ?1 AND seq > ?2 AND seq <= ?3) AS changed
    CROSS JOIN truth.events ON events.row = changed.event_row
    CROSS JOIN placed ON placed.row = changed.event_row`;

/** Brings what events are filtered and sorted by up to date, of all events that were journalled between two places. */
export function preparePlaceEvents(db: DatabaseSync, names: Names) {
  const lastPlaced = db.prepare('SELECT max(row) AS row FROM placed');
  const added = db.prepare(NEW);
  added.setReturnArrays(true);
  const changed = db.prepare(CHANGED);
  changed.setReturnArrays(true);
  const inserts = prepareInsertMany(db, 'placed', PLACED);
  // Not INSERT OR REPLACE: it keeps a copy of every page that it touches, and costs three times as much.
  const move = db.prepare(`
    UPDATE placed SET type = ?, assignee = ?, grp = ?, lag = ?, changed_at = ?, reported_at = ?, text_hash = ?
    WHERE row = ?`);
  const addWords = prepareWrite(db, 'INSERT INTO event_words (rowid, words) VALUES (?, ?)');
  const removeWords = prepareWrite(db, 'DELETE FROM event_words WHERE rowid = ?');

  function placeNew(event: Event, count: CountNamed): void {
    const placed = numbersOf(names, event);
    const { row, source, type, assignee, group } = placed;
    const { lag, changedAt, firstReportedAt, reportedAt, hash } = placed;
    inserts.add([row, source, type, assignee, group, lag, changedAt, firstReportedAt, reportedAt, hash]);
    countEvent(count, 1, group, [source, type, assignee]);
    addWords.run(row, placed.words());
  }

  function placeAnew(
    [oldGroup, oldType, oldAssignee, oldHash]: Placed,
    event: Event,
    count: CountNamed,
  ): void {
    const { row, source, type, assignee, group, lag, changedAt, reportedAt, hash, words } = numbersOf(
      names,
      event,
    );
    move.run(type, assignee, group, lag, changedAt, reportedAt, hash, row);
    countEvent(count, -1, oldGroup, [source, oldType, oldAssignee]);
    countEvent(count, 1, group, [source, type, assignee]);
    if (oldHash === hash) return;
    removeWords.run(row);
    addWords.run(row, words());
  }

  return (from: number, to: number, count: CountNamed): void => {
    inserts.forget(); // of a bite that failed
    const last = lastPlaced.get()?.['row'] ?? 0;
    for (const row of changed.iterate(last, from, to)) {
      const [group, type, assignee, hash, ...event] = row as unknown as readonly [...Placed, ...Event];
      placeAnew([group, type, assignee, hash], event, count);
    }
    for (const row of added.iterate(last, from, to)) placeNew(row as unknown as Event, count);
    inserts.flush();
  };
}

/** The event in the numbers of the index, and its words where they are needed. */
function numbersOf(names: Names, event: Event) {
  const [row, sourceName, typeName, assigneeName, group] = event;
  const [, , , , , changedAt, reportedText, firstText, message, key] = event;
  const source = names.numberOf('s', sourceName);
  const type = typeName === null ? null : names.numberOf('t', typeName);
  const assignee = assigneeName === null ? null : names.numberOf('a', assigneeName);
  const changed = commitTime(changedAt);
  const reportedAt = Date.parse(reportedText);
  const firstReportedAt = firstText === null ? reportedAt : Date.parse(firstText);
  const hash = textHash(typeName === null ? message : `${typeName}\n${message}`);
  const words = () => wordsOf([message, sourceName, key, typeName ?? ''], marksOf(source, type));
  return {
    row,
    source,
    type,
    assignee,
    group,
    lag: lagOf(changed, reportedAt),
    changedAt: changed,
    firstReportedAt,
    reportedAt,
    hash,
    words,
  };
}

const marksOf = (source: number, type: number | null): readonly string[] =>
  type === null ? [markOf('s', source)] : [markOf('s', source), markOf('t', type)];

function countEvent(count: CountNamed, by: 1 | -1, group: number, names: readonly (number | null)[]): void {
  for (const name of names) if (name !== null) count(name, group, by);
}

let parsed = { text: '', time: 0 };

/** Milliseconds of a time that everything in a commit shares. */
function commitTime(text: string): number {
  if (text !== parsed.text) parsed = { text, time: Date.parse(text) };
  return parsed.time;
}
