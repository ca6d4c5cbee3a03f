import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { OperationalEvent } from '@signalbox/contracts';
import type { EventRecord } from '@signalbox/contracts/lifecycle';
import type { Row } from './columns.ts';
import { DECIDED_COLUMNS, EVENT_COLUMNS, HEARD_COLUMNS, WHOLE_EVENT } from './event-row.ts';
import { prepareWrite } from './prepare-write.ts';

/** A record and where it is stored. */
export interface StoredRecord {
  readonly row: number;
  readonly record: EventRecord;
}

const FOUND = `SELECT ${WHOLE_EVENT}, row, before_command FROM events`;
const assignments = (names: readonly string[]) => names.map((name) => `${name} = ?`).join(', ');

/** Finds and saves events, by statements prepared once. */
export function prepareEvents(db: DatabaseSync) {
  const byKey = db.prepare(`${FOUND} WHERE key = ? AND source = ?`);
  const byId = db.prepare(`${FOUND} WHERE id = ?`);
  const byRow = db.prepare(`${FOUND} WHERE row = ?`);
  const madeByOwnId = db.prepare(
    'SELECT row FROM events WHERE key = ? AND source = ? AND made_by_own_id = 1',
  );
  const { names } = EVENT_COLUMNS;
  const insert = prepareWrite(
    db,
    `INSERT INTO events (${names.join(', ')}, made_by_own_id) VALUES (${names.map(() => '?').join(', ')}, ?)`,
  );
  const heard = assignments(HEARD_COLUMNS.names);
  const updateHeard = prepareWrite(db, `UPDATE events SET ${heard} WHERE row = ?`);
  const updateAll = prepareWrite(
    db,
    `UPDATE events SET ${heard}, ${assignments(DECIDED_COLUMNS.names)}, before_command = ? WHERE row = ?`,
  );

  return {
    findByKey: (key: string, source: string) => found(byKey.get(key, source)),
    findById: (id: string) => found(byId.get(id)),
    readByRow: (row: number) => found(byRow.get(row)) as StoredRecord,
    /** The row of the event that a report made whose id was its key. */
    findMadeByOwnId: (id: string, source: string) =>
      madeByOwnId.get(id, source)?.['row'] as number | undefined,

    insert({ event }: EventRecord, byOwnId: boolean): number {
      const written = insert.run(...EVENT_COLUMNS.write(event), Number(byOwnId));
      return Number(written.lastInsertRowid);
    },

    update(row: number, before: EventRecord, after: EventRecord): void {
      const written = HEARD_COLUMNS.write(after.event);
      if (isDecidedAlike(before.event, after.event)) updateHeard.run(...written, row);
      else updateAll.run(...written, ...DECIDED_COLUMNS.write(after.event), beforeCommand(after), row);
    },
  };
}

/** Completing again with the same hold is a new completion, and not a new version. */
function isDecidedAlike(before: OperationalEvent, after: OperationalEvent): boolean {
  return (
    before.version === after.version &&
    before.diverged === after.diverged &&
    before.completedAt === after.completedAt &&
    before.completedBy === after.completedBy
  );
}

function found(row: Row | undefined): StoredRecord | undefined {
  if (row === undefined) return undefined;
  const before = row['before_command'];
  const event = EVENT_COLUMNS.read(row);
  const record =
    typeof before === 'string'
      ? { event, beforeCommand: JSON.parse(before) as NonNullable<EventRecord['beforeCommand']> }
      : { event };
  return { row: Number(row['row']), record };
}

function beforeCommand({ beforeCommand }: EventRecord): SQLInputValue {
  return beforeCommand === undefined ? null : JSON.stringify(beforeCommand);
}
