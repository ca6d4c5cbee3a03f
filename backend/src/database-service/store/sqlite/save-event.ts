import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { OperationalEvent } from '@signalbox/contracts';
import type { EventRecord } from '@signalbox/contracts/lifecycle';
import { isDecidedAlike, statusRank } from '../stored-values.ts';
import type { Row } from './columns.ts';
import { EVENT_WITHOUT_ATTRIBUTES } from '../event-columns.ts';
import { DECIDED_COLUMNS, EVENT_COLUMNS } from './event-row.ts';
import { asPacked, packedText } from './packed-attributes.ts';

/** A record and where it is stored. */
export interface StoredRecord {
  readonly row: number;
  readonly record: EventRecord;
}

const FOUND = `SELECT ${EVENT_WITHOUT_ATTRIBUTES}, row, before_command,
  attributes AS packed_attributes FROM events`;
const HEARD = `type = ?, message = ?, reported_at = ?, received_at = ?, reports = ?, late = ?, worst = ?,
  recovered_at = ?, failing_since = ?, attributes = ?`;
const DECIDED = DECIDED_COLUMNS.names.map((name) => `${name} = ?`).join(', ');

/** Finds events, and saves what changed in them, by statements prepared once. */
export function prepareEvents(db: DatabaseSync) {
  const byId = db.prepare(`${FOUND} WHERE id = ?`);
  const byRow = db.prepare(`${FOUND} WHERE row = ?`);
  const updateHeard = db.prepare(`UPDATE events SET ${HEARD} WHERE row = ?`);
  const updateAll = db.prepare(`UPDATE events SET ${HEARD}, ${DECIDED}, before_command = ? WHERE row = ?`);

  return {
    findById: (id: string) => found(byId.get(id)),
    readByRow: (row: number) => found(byRow.get(row)) as StoredRecord,

    update(row: number, before: EventRecord, after: EventRecord): void {
      const heard = heardValues(after.event);
      if (isDecidedAlike(before.event, after.event)) updateHeard.run(...heard, row);
      else updateAll.run(...heard, ...DECIDED_COLUMNS.write(after.event), beforeCommand(after), row);
    },
  };
}

const heardValues = (event: OperationalEvent): SQLInputValue[] => [
  event.type ?? null,
  event.message,
  event.reportedAt,
  event.receivedAt,
  event.reports,
  Number(event.late),
  statusRank(event.worst),
  event.recoveredAt ?? null,
  event.failingSince,
  packedText(event.attributes),
];

function found(row: Row | undefined): StoredRecord | undefined {
  if (row === undefined) return undefined;
  const { packed_attributes: packed, before_command: before } = row;
  const event = EVENT_COLUMNS.read(row);
  if (typeof packed === 'string') event.attributes = asPacked(packed);
  const record =
    typeof before === 'string'
      ? { event, beforeCommand: JSON.parse(before) as NonNullable<EventRecord['beforeCommand']> }
      : { event };
  return { row: Number(row['row']), record };
}

function beforeCommand({ beforeCommand }: EventRecord): SQLInputValue {
  return beforeCommand === undefined ? null : JSON.stringify(beforeCommand);
}
