import type { PoolClient } from 'pg';
import type { EventRecord } from '@signalbox/contracts/lifecycle';
import type { Write } from '../event-store.ts';
import { arrayText } from './array-text.ts';
import type { Row } from './columns.ts';
import { WHOLE_EVENT } from '../event-columns.ts';
import { EVENT_COLUMNS } from './event-row.ts';
import { keepPlansOf, planned } from './kept-plans.ts';
import { isText } from './parameters.ts';

/** A record and where it is stored. */
export interface StoredRecord {
  readonly row: number;
  readonly record: EventRecord;
  readonly madeByOwnId: boolean;
}

/** What the database knows of what a batch asks for. The rows of the events are locked until the transaction ends. */
export interface Found {
  readonly events: readonly StoredRecord[];
  readonly reports: readonly KnownReport[];
  readonly commands: readonly { readonly id: string; readonly row: number }[];
  /** Unused row numbers, as many as there can be new events. */
  readonly freshRows: readonly number[];
  /** Where the feed was before any of it was looked for; null where no report was. */
  readonly seenSeq: number | null;
}
export interface KnownReport {
  readonly id: string;
  readonly source: string;
  readonly stored: StoredRecord;
  /** The entry that proves it; null where the event itself does. */
  readonly seq: number | null;
  /** The entry is too old to prove it. */
  readonly forgotten: boolean;
}

const FOUND = `${WHOLE_EVENT}, events.row, events.before_command, events.made_by_own_id`;
/** Everybody locks in this order, so that nobody waits in a circle. */
const LOCKED = 'ORDER BY events.key, events.source FOR UPDATE OF events';

const BY_KEY = `
  SELECT ${FOUND} FROM events JOIN unnest($1::text[], $2::text[]) AS asked (key, source) USING (key, source) ${LOCKED}`;
const BY_KEY_AND_ID = `
  SELECT ${FOUND} FROM events WHERE row IN (
    SELECT row FROM events JOIN unnest($1::text[], $2::text[]) AS asked (key, source) USING (key, source)
    UNION SELECT row FROM events WHERE id = ANY ($3::text[])
  ) ${LOCKED}`;
const REPORTS = `
  SELECT known.report_id, known.seq, coalesce(known.seq <= feed.tidied_seq, false) AS forgotten, ${FOUND} FROM (
    SELECT asked.id AS report_id, NULL::bigint AS seq, events.row AS event_row
      FROM unnest($3::text[], $4::text[]) AS asked (id, source)
      JOIN events ON events.key = asked.id AND events.source = asked.source AND events.made_by_own_id
    UNION ALL
    SELECT report_id, seq, event_row
      FROM unnest($1::text[], $2::text[]) AS asked (id, source)
      JOIN journal ON report_id = asked.id AND identity_source = asked.source
  ) AS known JOIN events ON events.row = known.event_row CROSS JOIN feed`;
const COMMANDS = 'SELECT command_id, event_row FROM journal WHERE command_id = ANY ($1::text[])';
const FRESH_ROWS = `SELECT string_agg(nextval('event_rows')::text, ',') AS numbers,
    (SELECT last_seq FROM feed) AS seen_seq, pg_relation_size('events') > ${1_024 * 1_024} AS is_large FROM generate_series(1, $1)`;

/** Asks for everything in one message. Identities are looked up when the rows are locked, and so cannot change any more. */
export async function findRecords(db: PoolClient, writes: readonly Write[]): Promise<Found> {
  const asked = new Questions(writes);
  const keys = [asked.keys.names, asked.keys.sources];
  const { eventIds, commandIds, reportIds, otherIds } = asked;
  const [fresh, events, reports, commands] = await Promise.all([
    asked.keys.names.length > 0 &&
      db.query<Row>({ name: 'fresh-rows', text: FRESH_ROWS, values: [asked.keys.names.length] }),
    eventIds.length > 0
      ? db.query<Row>({
          ...planned(db, 'find-key-id', BY_KEY_AND_ID),
          values: [...keys, eventIds].map(arrayText),
        })
      : db.query<Row>({ ...planned(db, 'find-key', BY_KEY), values: keys.map(arrayText) }),
    reportIds.names.length > 0 &&
      db.query<Row>({
        ...planned(db, 'find-reports', REPORTS),
        values: [reportIds.names, reportIds.sources, otherIds.names, otherIds.sources].map(arrayText),
      }),
    commandIds.length > 0 &&
      db.query<Row>({ name: 'find-commands', text: COMMANDS, values: [arrayText(commandIds)] }),
  ]);
  if (fresh && fresh.rows[0]?.['is_large'] === true) keepPlansOf(db);
  return {
    events: events.rows.map(readStored),
    reports: reports ? reports.rows.map(readKnownReport) : [],
    commands: commands
      ? commands.rows.map((row) => ({ id: String(row['command_id']), row: Number(row['event_row']) }))
      : [],
    freshRows: fresh ? String(fresh.rows[0]?.['numbers']).split(',').map(Number) : [],
    seenSeq: fresh ? Number(fresh.rows[0]?.['seen_seq']) : null,
  };
}

/** Distinct pairs of a name and a source. */
class Pairs {
  readonly names: string[] = [];
  readonly sources: string[] = [];
  private readonly known = new Set<string>();

  add(name: string, source: string): void {
    const { size } = this.known;
    if (this.known.add(pair(name, source)).size === size) return;
    this.names.push(name);
    this.sources.push(source);
  }
}

/** A name and a source as one text; neither has a NUL in it. */
export const pair = (name: string, source: string): string => `${name}\u0000${source}`;

/** What a batch has to know. */
class Questions {
  readonly keys = new Pairs();
  readonly reportIds = new Pairs();
  /** Ids of reports that are not their keys: an event made by its own id may have them. */
  readonly otherIds = new Pairs();
  readonly eventIds: string[] = [];
  readonly commandIds: string[] = [];

  constructor(writes: readonly Write[]) {
    for (const write of writes) {
      if (write.kind === 'report') {
        const { key, source, id } = write.report;
        this.keys.add(key, source);
        if (id !== undefined) this.reportIds.add(id, source);
        if (id !== undefined && id !== key) this.otherIds.add(id, source);
      } else {
        if (isText(write.eventId)) this.eventIds.push(write.eventId);
        if (write.kind === 'command' && write.command.id !== undefined)
          this.commandIds.push(write.command.id);
      }
    }
  }
}

function readKnownReport(row: Row): KnownReport {
  const stored = readStored(row);
  return {
    id: String(row['report_id']),
    source: stored.record.event.source,
    stored,
    seq: row['seq'] === null ? null : Number(row['seq']),
    forgotten: row['forgotten'] === true,
  };
}

function readStored(row: Row): StoredRecord {
  const before = row['before_command'];
  const event = EVENT_COLUMNS.read(row);
  const record =
    typeof before === 'string'
      ? { event, beforeCommand: JSON.parse(before) as NonNullable<EventRecord['beforeCommand']> }
      : { event };
  return { row: Number(row['row']), record, madeByOwnId: row['made_by_own_id'] === true };
}
