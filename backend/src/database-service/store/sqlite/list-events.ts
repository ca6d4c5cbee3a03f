import type { DatabaseSync } from 'node:sqlite';
import type { ListRequest } from '../event-store.ts';
import { type EventPageText, neighbours, pageOf, ranOutOfStart, searchedTo, startOf } from '../list-page.ts';
import { EVENT_JSON, WHOLE_EVENT_JSON } from './event-row.ts';
import { conditionsOf } from './filter-sql.ts';
import { findEvents, placeShape, READ_BOUNDS } from './find-events.ts';
import { asksIndex } from './index/placed-filter.ts';
import { prepareReadPlace } from './index/read-place.ts';
import type { Hit } from './merge-lanes.ts';
import { readRows } from './read-rows.ts';
import { inSnapshot } from './transaction.ts';

/** Reads a page of events, by an index from the page's place on: page 1 and page 10,000 cost the same. */
export function prepareListEvents(db: DatabaseSync, bounds = READ_BOUNDS) {
  const readPlace = prepareReadPlace(db);
  const idOf = db.prepare('SELECT id FROM events WHERE row = ?');

  return (request: ListRequest): EventPageText =>
    inSnapshot(db, () => {
      const place = readPlace(asksIndex(request.filter));
      const asked = startOf(request, placeShape(request.filter, request.sort));
      const found = findEvents(db, request, asked, bounds);
      const first = ranOutOfStart(request, asked, found) ? findEvents(db, request, {}, bounds) : undefined;
      const { start, findings } = pageOf(asked, found, first);
      const { boundedAt } = findings;
      return {
        events: readEvents(db, request, findings.hits),
        ...neighbours(request, start, findings),
        ...(boundedAt && {
          searchedTo: searchedTo(request, boundedAt.place, () => String(idOf.get(boundedAt.row)?.['id'])),
        }),
        cursor: place.cursor,
      };
    });
}

const NO_EVENTS = new Uint8Array();

/**
 * The JSON of what was found, joined by SQLite: to be handed a text for each event takes a third longer. It may have changed since
 * the index was there: each event is asked once more whether it passes the filter. CROSS JOIN keeps the order of the rows.
 */
function readEvents(
  db: DatabaseSync,
  { filter, withAttributes }: ListRequest,
  hits: readonly Hit[],
): Uint8Array {
  const json = withAttributes ? WHOLE_EVENT_JSON : EVENT_JSON;
  const { sql, values } = conditionsOf(filter);
  const [row] = readRows(
    db,
    `SELECT CAST(group_concat(concat(${json.join(', ')}), ',') AS BLOB)
     FROM json_each(?) AS wanted CROSS JOIN events ON events.row = wanted.value WHERE ${sql}`,
    [JSON.stringify(hits.map(({ row }) => row)), ...values],
  );
  return (row?.[0] as Uint8Array | null | undefined) ?? NO_EVENTS;
}
