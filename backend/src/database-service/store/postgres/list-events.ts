import type { Pool, PoolClient } from 'pg';
import { LIMITS, type EventFilter, type Sort } from '@signalbox/contracts';
import { formatCursor } from '../cursor.ts';
import type { ListRequest } from '../event-store.ts';
import {
  asksWords,
  type EventPageText,
  isDescending,
  neighbours,
  pageOf,
  ranOutOfStart,
  searchedTo,
  startOf,
  type Findings,
} from '../list-page.ts';
import type { PageStart, Place } from '../page-token.ts';
import { prepareChooseLead, type Lead } from './choose-lead.ts';
import type { Value } from './columns.ts';
import { EVENT_WITHOUT_ATTRIBUTES, WHOLE_EVENT } from '../event-columns.ts';
import { writeEvent } from './event-row.ts';
import { gatherSql, orderBy, placeNames, walkSql, type Stretch } from './event-scan.ts';
import { conditionsOf, gatheredBy } from './filter-sql.ts';
import { walkOf, type Walk } from './lanes.ts';
import { newParameters, statement, type Parameters } from './parameters.ts';
import { readLags } from './read-lags.ts';
import { inSnapshot } from './transaction.ts';

/** An entry that was read, with the values of its event. */
interface Entry {
  readonly place: Place;
  readonly event: readonly Value[];
}

/** Reads a page of events, from the page's place on: page 1 and page 10,000 cost the same. It tells of one moment. */
export function prepareListEvents(readers: Pool) {
  const chooseLead = prepareChooseLead(readers);

  return async (request: ListRequest): Promise<EventPageText> => {
    const asked = startOf(request);
    const lead = await chooseLead(request.filter, isByFirstReport(request.sort));
    const found = await find(readers, request, asked, lead);
    const first = ranOutOfStart(request, asked, found) ? await find(readers, request, {}, lead) : undefined;
    const { start, findings } = pageOf(asked, found, first);
    const { boundedAt, cursor } = findings;
    return {
      // The server would need longer for the text than it takes to hand over columns and to write it here.
      events: Buffer.from(findings.hits.map(({ event }) => writeEvent(event)).join(',')),
      ...neighbours(request, start, findings),
      ...(boundedAt && {
        searchedTo: searchedTo(request, boundedAt.place, () => String(boundedAt.event[ID])),
      }),
      cursor,
    };
  };
}

/** Where the values of an event have its id: first, as in `EVENT_FIELDS`. */
const ID = 0;

const isByFirstReport = (sort: Sort): boolean => sort.endsWith('firstReportedAt');

type Found = Findings<Entry> & { readonly cursor: string };

function find(
  readers: Pool,
  request: ListRequest,
  start: Partial<PageStart>,
  lead: Lead | undefined,
): Promise<Found> {
  const stretch: Stretch = { start, descending: isDescending(request, start), hits: request.limit + 1 };
  const { filter, sort } = request;
  const asksTimes = filter.from !== undefined || filter.to !== undefined;
  const goesByLags = asksTimes && lead === undefined && !asksWords(filter) && !isByFirstReport(sort);
  return goesByLags
    ? inSnapshot(readers, async (db) => findWithin(db, request, stretch, lead, await readLags(db)))
    : findWithin(readers, request, stretch, lead, []);
}

async function findWithin(
  readers: Pool | PoolClient,
  request: ListRequest,
  stretch: Stretch,
  lead: Lead | undefined,
  lags: readonly number[],
): Promise<Found> {
  const parameters = newParameters();
  const { sql, places, entriesMost } = scan(request, stretch, lead, lags, parameters);
  const { rows } = await readers.query<Value[]>({
    ...statement(
      `SELECT feed.epoch, feed.last_seq, found.event_row, found.hit, found.read,
         ${places.map((place) => `found.${place}`).join(', ')},
         ${request.withAttributes ? WHOLE_EVENT : EVENT_WITHOUT_ATTRIBUTES}
       FROM (SELECT epoch, last_seq FROM feed LIMIT 1) AS feed
       LEFT JOIN (${sql}) AS found ON true LEFT JOIN events ON events.row = found.event_row
       ${orderBy(places, stretch)}`,
      parameters,
    ),
    rowMode: 'array', // an object with the names of all columns takes longer to make than to read
  });
  const [epoch, seq] = rows[0] ?? [];
  const cursor = formatCursor({ epoch: String(epoch), seq: Number(seq) });
  return { ...findingsOf(rows, { places, entriesMost }, request, stretch.start), cursor };
}

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
  rows: readonly (readonly Value[])[],
  { places, entriesMost }: Scan,
  { limit }: ListRequest,
  { direction }: Partial<PageStart>,
): Findings<Entry> {
  const hits: Entry[] = [];
  let boundedAt: Entry | undefined;
  // In the order of the SELECT.
  for (const [_epoch, _seq, eventRow, isHit, read, ...values] of rows) {
    if (eventRow === null || hits.length > limit) break;
    const entry = { place: values.slice(0, places.length) as Place, event: values.slice(places.length) };
    if (isHit === true) hits.push(entry);
    if (hits.length <= limit && read === entriesMost) {
      boundedAt = entry;
      break;
    }
  }
  const more = hits.length > limit || boundedAt !== undefined;
  hits.length = Math.min(hits.length, limit);
  if (direction === 'previous') hits.reverse();
  return { hits, more, boundedAt };
}
