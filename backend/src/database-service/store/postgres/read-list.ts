import type { Pool } from 'pg';
import { LIMITS, type EventFilter, type Sort } from '@signalbox/contracts';
import { formatCursor } from '../cursor.ts';
import { BRIEF_FIELDS, EVENT_FIELDS, EVENT_WITHOUT_ATTRIBUTES, WHOLE_EVENT } from '../event-columns.ts';
import type { ListRequest } from '../event-store.ts';
import { asksWords, type Findings } from '../list-page.ts';
import type { PageStart, Place } from '../page-token.ts';
import type { Lead } from './choose-lead.ts';
import { nulls, type Value } from './columns.ts';
import { gatherSql, orderBy, placeNames, walkSql, type Stretch } from './event-scan.ts';
import { conditionsOf, gatheredBy } from './filter-sql.ts';
import { walkOf, type Walk } from './lanes.ts';
import { newParameters, statement, type Parameters } from './parameters.ts';

/** An entry that was read: its row begins with the values of its event. */
export interface Entry {
  readonly place: Place;
  readonly row: readonly Value[];
}

/** From the least lag that an event has to the greatest, that of prompt ones between them. */
export interface LagSpan {
  readonly least: number;
  readonly greatest: number;
}
export const NO_LAGS: LagSpan = { least: 0, greatest: 0 };

/** What was found, and the feed and the lags of the same moment; lags are told of only where any were asked for. */
export interface Found extends Findings<Entry> {
  readonly cursor: string;
  readonly lags: LagSpan;
}

/** What to read of a list. */
export interface ListStretch {
  readonly request: ListRequest;
  readonly stretch: Stretch;
  readonly lead: Lead | undefined;
  /** The lags that are looked through; undefined where the list does not go by them. */
  readonly lags: LagSpan | undefined;
}

const LEAST_AND_GREATEST = `
  least(0, (SELECT min(lag) FROM events WHERE lag <> 0)), greatest(0, (SELECT max(lag) FROM events WHERE lag <> 0))`;

/** The row of the feed, and behind it the entries of the same moment, in their order. */
export async function readList(readers: Pool, { request, stretch, lead, lags }: ListStretch): Promise<Found> {
  const parameters = newParameters();
  const { sql, places, entriesMost } = scan(request, stretch, lead, lagsOf(lags ?? NO_LAGS), parameters);
  // A row has the event, its place, hit and read; that of the feed has what stands behind these, and nothing else.
  const event = request.withAttributes ? WHOLE_EVENT : EVENT_WITHOUT_ATTRIBUTES;
  const placesAt = Object.keys(request.withAttributes ? EVENT_FIELDS : BRIEF_FIELDS).length;
  const hitAt = placesAt + places.length;
  const { rows } = await readers.query<Value[]>({
    ...statement(
      `(SELECT ${nulls(hitAt + 2)}, epoch, last_seq, ${lags ? LEAST_AND_GREATEST : '0, 0'} FROM feed LIMIT 1)
       UNION ALL (SELECT ${event}, ${places.map((place) => `found.${place}`).join(', ')}, found.hit, found.read, ${nulls(4)}
         FROM (${sql}) AS found JOIN events ON events.row = found.event_row ${orderBy(places, stretch)})`,
      parameters,
    ),
    rowMode: 'array', // an object with the names of all columns takes longer to make than to read
  });
  const [feed, ...found] = rows;
  const [epoch, seq, least, greatest] = feed?.slice(hitAt + 2) ?? [];
  const entries = found.map((row) => ({
    row,
    place: row.slice(placesAt, hitAt) as Place,
    isHit: row[hitAt] === true,
    isBound: row[hitAt + 1] === entriesMost,
  }));
  return {
    ...findingsOf(entries, request, stretch.start),
    cursor: formatCursor({ epoch: String(epoch), seq: Number(seq) }),
    lags: { least: Number(least), greatest: Number(greatest) },
  };
}

/** All but that of prompt events. */
const lagsOf = ({ least, greatest }: LagSpan): number[] =>
  Array.from({ length: greatest - least + 1 }, (_none, index) => least + index).filter((lag) => lag !== 0);

/** What the rows of a statement are made of. */
interface Scan {
  readonly places: readonly string[];
  /** The entry at which the bound of a page is reached. */
  readonly entriesMost: number;
}

function scan(
  { filter, sort }: ListRequest,
  stretch: Stretch,
  lead: Lead | undefined,
  lags: readonly number[],
  parameters: Parameters,
): Scan & { readonly sql: string } {
  const isByWords = asksWords(filter);
  if (lead) {
    const columns = isByWords ? ['row'] : SORTED_BY[sort];
    return {
      sql: gatherSql(gatheredBy(lead, filter, parameters), columns, stretch, parameters),
      places: columns.map((_column, index) => `p${index}`),
      entriesMost: Infinity, // there are few
    };
  }
  const walk = isByWords ? byRow(filter, parameters) : walkOf(filter, sort, lags, parameters);
  const { entriesMost } = walk;
  return { sql: walkSql(walk, stretch, parameters), places: placeNames(walk), entriesMost };
}

/** The newest first receipt first: how words are given. */
const byRow = (filter: EventFilter, parameters: Parameters): Walk => ({
  blocks: [
    { prefix: [], lanes: [{ where: 'true', between: undefined, hit: conditionsOf(filter, parameters) }] },
  ],
  columns: ['row'],
  entriesMost: LIMITS.entriesReadPerPage,
});

const BY_CHANGE = ['changed_at', 'row'];
const BY_FIRST_REPORT = ['first_reported_at', 'row'];
const SORTED_BY: Readonly<Record<Sort, readonly string[]>> = {
  '-changedAt': BY_CHANGE,
  changedAt: BY_CHANGE,
  '-firstReportedAt': BY_FIRST_REPORT,
  firstReportedAt: BY_FIRST_REPORT,
  '-status': ['status', ...BY_CHANGE],
};

/** Up to the bound of a page: of several lanes the first that reaches it ends what is known to be complete. */
function findingsOf(
  entries: readonly (Entry & { readonly isHit: boolean; readonly isBound: boolean })[],
  { limit }: ListRequest,
  { direction }: Partial<PageStart>,
): Findings<Entry> {
  const hits: Entry[] = [];
  let boundedAt: Entry | undefined;
  for (const entry of entries) {
    if (entry.isHit) hits.push(entry);
    if (hits.length > limit) break;
    if (entry.isBound) {
      boundedAt = entry;
      break;
    }
  }
  const more = hits.length > limit || boundedAt !== undefined;
  hits.length = Math.min(hits.length, limit);
  if (direction === 'previous') hits.reverse();
  return { hits, more, boundedAt };
}
