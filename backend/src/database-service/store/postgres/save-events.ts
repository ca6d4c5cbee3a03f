import type { PoolClient } from 'pg';
import type { OperationalEvent } from '@signalbox/contracts';
import type { EventRecord } from '@signalbox/contracts/lifecycle';
import { lagOf } from '../lag.ts';
import { isDecidedAlike } from '../stored-values.ts';
import { columnArrays } from './array-text.ts';
import { typesOf, type Value } from './columns.ts';
import { copyIn, copyRows } from './copy-in.ts';
import { type Decided, DECIDED_FIELDS, type Heard, HEARD_FIELDS } from '../event-columns.ts';
import { DECIDED_COLUMNS, EVENT_COLUMNS, HEARD_COLUMNS } from './event-row.ts';
import { changedWords, wordsOf } from './event-words.ts';
import type { Slot } from './save-decision.ts';

const FRESH_NAMES = ['row', 'made_by_own_id', 'words', 'lag', ...EVENT_COLUMNS.names];

/** UPDATE of many rows; the first columns are the row number and the lag, the last one the words, null where they stay. */
function updating(names: readonly string[], types: readonly string[]): { text: string; columns: number } {
  const all = ['row', 'lag', ...names, 'words'];
  const arrays = ['bigint', 'smallint', ...types, 'text'].map((type, index) => `$${index + 1}::${type}[]`);
  const assignments = ['lag', ...names].map((name) => `${name} = changed.${name}`).join(', ');
  return {
    columns: all.length,
    text: `UPDATE events SET ${assignments}, words = coalesce(changed.words::tsvector, events.words)
      FROM unnest(${arrays.join(', ')}) AS changed (${all.join(', ')}) WHERE events.row = changed.row`,
  };
}

const HEARD_TYPES = typesOf<Heard>(HEARD_FIELDS);
const UPDATE_HEARD = { name: 'update-heard', ...updating(HEARD_COLUMNS.names, HEARD_TYPES) };
const UPDATE_ALL = {
  name: 'update-all',
  ...updating(
    [...HEARD_COLUMNS.names, ...DECIDED_COLUMNS.names, 'before_command'],
    [...HEARD_TYPES, ...typesOf<Decided>(DECIDED_FIELDS), 'text'],
  ),
};

/** The events that a batch makes, as `saveEvents` takes them. */
export const newEvents = (slots: readonly Slot[]): Promise<Buffer> =>
  copyRows(slots.filter(({ before }) => before === undefined).toSorted(byKey), freshRow);

/** Sends what updates the events of a batch, and inserts the new ones. */
export function saveEvents(db: PoolClient, slots: readonly Slot[], fresh: Buffer): Promise<unknown>[] {
  const heard: Value[][] = [];
  const all: Value[][] = [];
  for (const { row, before, record } of slots) {
    if (before === undefined || before === record) continue;
    const { event } = record;
    const written = [row, lagOfEvent(event), ...HEARD_COLUMNS.write(event)];
    const words = changedWords(before.event, event);
    if (isDecidedAlike(before.event, event)) heard.push([...written, words]);
    else all.push([...written, ...DECIDED_COLUMNS.write(event), beforeCommand(record), words]);
  }
  return [
    ...sendUpdate(db, UPDATE_HEARD, heard),
    ...sendUpdate(db, UPDATE_ALL, all),
    ...(fresh.length > 0 ? [copyIn(db, 'events', FRESH_NAMES, fresh)] : []),
  ];
}

function sendUpdate(
  db: PoolClient,
  { name, text, columns }: { name: string; text: string; columns: number },
  rows: readonly Value[][],
): Promise<unknown>[] {
  return rows.length > 0 ? [db.query({ name, text, values: columnArrays(rows, columns) })] : [];
}

/** Who makes the same events at the same time makes them in the same order, and so waits in no circle. */
function byKey(a: Slot, b: Slot): number {
  const [one, other] = [a.record.event, b.record.event];
  if (one.key !== other.key) return one.key < other.key ? -1 : 1;
  return one.source < other.source ? -1 : 1;
}

function freshRow({ row, madeByOwnId, record: { event } }: Slot): Value[] {
  return [row, madeByOwnId, wordsOf(event), lagOfEvent(event), ...EVENT_COLUMNS.write(event)];
}

const lagOfEvent = ({ changedAt, reportedAt }: OperationalEvent): number =>
  lagOf(Date.parse(changedAt), Date.parse(reportedAt));

function beforeCommand({ beforeCommand }: EventRecord): Value {
  return beforeCommand === undefined ? null : JSON.stringify(beforeCommand);
}
