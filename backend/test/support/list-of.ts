import type { EventPage } from '@signalbox/contracts';
import type { EventStore, ListRequest } from '../../src/database-service/store/event-store.ts';
import { eventPageJson, type EventPageText } from '../../src/database-service/store/list-page.ts';

/** A page of a store's events; the newest fifty, if nothing else is said. */
export async function listOf(store: EventStore, request: Partial<ListRequest> = {}): Promise<EventPage> {
  const newest = { filter: {}, sort: '-changedAt', limit: 50, withAttributes: false } as const;
  return readPage(await store.listEvents({ ...newest, ...request }));
}

/** What whoever is sent the page reads. */
export const readPage = (page: EventPageText): EventPage =>
  JSON.parse(eventPageJson(page).toString()) as EventPage;
