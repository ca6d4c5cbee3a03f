import type { Pool } from 'pg';
import type { Sort } from '@signalbox/contracts';
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
} from '../list-page.ts';
import type { PageStart } from '../page-token.ts';
import { prepareChooseLead, type Lead } from './choose-lead.ts';
import { writeBriefEvent, writeEvent } from './event-row.ts';
import { type Found, type LagSpan, NO_LAGS, readList } from './read-list.ts';

/** Reads a page of events, from the page's place on: page 1 and page 10,000 cost the same. It tells of one moment. */
export function prepareListEvents(readers: Pool) {
  const chooseLead = prepareChooseLead(readers);
  const find = prepareFind(readers);

  return async (request: ListRequest): Promise<EventPageText> => {
    const asked = startOf(request);
    const lead = await chooseLead(request.filter, isByFirstReport(request.sort));
    const found = await find(request, asked, lead);
    const first = ranOutOfStart(request, asked, found) ? await find(request, {}, lead) : undefined;
    const { start, findings } = pageOf(asked, found, first);
    const { boundedAt, cursor } = findings;
    const write = request.withAttributes ? writeEvent : writeBriefEvent;
    return {
      // The server would need longer for the text than it takes to hand over columns and to write it here.
      events: Buffer.from(findings.hits.map(({ row }) => write(row)).join(',')),
      ...neighbours(request, start, findings),
      ...(boundedAt && { searchedTo: searchedTo(request, boundedAt.place, () => String(boundedAt.row[ID])) }),
      cursor,
    };
  };
}

/** Where the values of an event have its id: first, as in `EVENT_FIELDS`. */
const ID = 0;

const isByFirstReport = (sort: Sort): boolean => sort.endsWith('firstReportedAt');

function prepareFind(readers: Pool) {
  // Lags that any event was seen to have, since the service runs.
  let known: LagSpan = NO_LAGS;

  return async (request: ListRequest, start: Partial<PageStart>, lead: Lead | undefined): Promise<Found> => {
    const stretch = { start, descending: isDescending(request, start), hits: request.limit + 1 };
    if (!goesByLags(request, lead)) return readList(readers, { request, stretch, lead, lags: undefined });
    // Each answer says which lags there are, as of its own moment: one that did not look through all of them is not given.
    for (;;) {
      const lags = known; // somebody else may widen it meanwhile
      const found = await readList(readers, { request, stretch, lead, lags });
      const { least, greatest } = found.lags;
      if (lags.least <= least && greatest <= lags.greatest) return found;
      known = { least: Math.min(known.least, least), greatest: Math.max(known.greatest, greatest) };
    }
  };
}

function goesByLags({ filter, sort }: ListRequest, lead: Lead | undefined): boolean {
  const asksTimes = filter.from !== undefined || filter.to !== undefined;
  return asksTimes && lead === undefined && !asksWords(filter) && !isByFirstReport(sort);
}
