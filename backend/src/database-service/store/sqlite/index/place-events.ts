import type { DatabaseSync } from 'node:sqlite';
import { prepareWrite } from '../prepare-write.ts';
import { groupNumber, spanOf } from './groups.ts';
import type { Names } from './names.ts';
import { textHash } from './text-hash.ts';
import { markOf, wordsOf } from './words.ts';

/** Adds up how many events bear a name in a group. */
export type CountNamed = (name: number, group: number, by: 1 | -1) => void;

/** A row as an array: its columns' names would cost as much again. */
type Changed = readonly [
  row: number,
  source: string,
  type: string | null,
  assignee: string | null,
  state: string,
  status: number,
  diverged: number,
  changedAt: string,
  firstReportedAt: string,
  reportedAt: string,
  message: string,
  key: string,
  ...before: Before,
];
/** What the index knew of the event: all null when it did not know it. */
type Before = readonly [
  group: number | null,
  type: number | null,
  assignee: number | null,
  textHash: number | null,
];

const CHANGED = `
  SELECT events.row, events.source, events.type, events.assignee, events.state, events.status, events.diverged,
    events.changed_at, events.first_reported_at, events.reported_at, events.message, events.key,
    placed.grp, placed.type, placed.assignee, placed.text_hash
  FROM (SELECT DISTINCT event_row FROM truth.journal WHERE seq > ? AND seq <= ?) AS changed
    CROSS JOIN truth.events ON events.row = changed.event_row
    LEFT JOIN placed ON placed.row = changed.event_row`;

/** Brings what events are filtered and sorted by up to date, of all events that were journalled between two places. */
export function preparePlaceEvents(db: DatabaseSync, names: Names) {
  const changed = db.prepare(CHANGED);
  changed.setReturnArrays(true);
  // Not INSERT OR REPLACE: it keeps a copy of every page that it touches, and costs three times as much.
  const insert = db.prepare('INSERT INTO placed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const move = db.prepare(`
    UPDATE placed SET type = ?, assignee = ?, grp = ?, span = ?, changed_at = ?, reported_at = ?, text_hash = ?
    WHERE row = ?`);
  const addWords = prepareWrite(db, 'INSERT INTO event_words (rowid, words) VALUES (?, ?)');
  const removeWords = prepareWrite(db, 'DELETE FROM event_words WHERE rowid = ?');

  function placeEvent(event: Changed, count: CountNamed): void {
    const [row, sourceName, typeName, assigneeName, state, status, diverged, ...rest] = event;
    const [changedAtText, firstText, reportedText, message, key, ...before] = rest;
    const [oldGroup, oldType, oldAssignee, oldHash] = before;
    const source = names.numberOf('s', sourceName);
    const type = typeName === null ? null : names.numberOf('t', typeName);
    const assignee = assigneeName === null ? null : names.numberOf('a', assigneeName);
    const group = groupNumber(state, status, diverged);
    const changedAt = commitTime(changedAtText);
    const reportedAt = Date.parse(reportedText);
    const span = spanOf(reportedAt);
    const hash = textHash(typeName === null ? message : `${typeName}\n${message}`);
    if (oldGroup === null) {
      const firstAt = firstText === reportedText ? reportedAt : Date.parse(firstText);
      insert.run(row, source, type, assignee, group, span, changedAt, firstAt, reportedAt, hash);
    } else {
      move.run(type, assignee, group, span, changedAt, reportedAt, hash, row);
      countEvent(count, -1, oldGroup, [source, oldType, oldAssignee]);
    }
    countEvent(count, 1, group, [source, type, assignee]);
    if (oldHash === hash) return;
    if (oldHash !== null) removeWords.run(row);
    const marks = type === null ? [markOf('s', source)] : [markOf('s', source), markOf('t', type)];
    addWords.run(row, wordsOf([message, sourceName, key, typeName ?? ''], marks));
  }

  return (from: number, to: number, count: CountNamed): void => {
    for (const event of changed.iterate(from, to)) placeEvent(event as unknown as Changed, count);
  };
}

function countEvent(count: CountNamed, by: 1 | -1, group: number, names: readonly (number | null)[]): void {
  for (const name of names) if (name !== null) count(name, group, by);
}

let parsed = { text: '', time: 0 };

/** Milliseconds of a time that everything in a commit shares. */
function commitTime(text: string): number {
  if (text !== parsed.text) parsed = { text, time: Date.parse(text) };
  return parsed.time;
}
