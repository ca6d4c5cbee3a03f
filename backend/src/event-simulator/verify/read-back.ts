import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { EventListQuery, JournalEntry, JournalQuery, OperationalEvent } from '@signalbox/contracts';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { type DatabaseClient, retrying } from '../../database-client/index.ts';
import type { StoredEvent } from './redo.ts';

/** Reads in flight: enough to keep the service busy, few enough that none waits for long. */
const SIDE_BY_SIDE = 16;
/** What is listed by source may follow behind the commits, by a second when all is well: half a minute means that it is not. */
const LOOK_MILLISECONDS = 100;
const LOOKS_MOST = 300;
/** People may still be at work: an event is read anew while it changes under the reading, but not for ever. */
const READINGS_MOST = 20;

export interface ReadBackOptions {
  readonly client: Pick<DatabaseClient, 'listEvents' | 'readEvent' | 'readJournal'>;
  readonly sources: readonly string[];
  /** The newest journal entry that an answer must tell of. */
  readonly upTo: number;
  readonly signal: AbortSignal;
}

/** Everything that the service keeps of these sources, with every entry of its history. */
export async function readBack(options: ReadBackOptions): Promise<StoredEvent[]> {
  await listsAreComplete(options);
  const events = await readEvents(options);
  const left = events.entries();
  const stored: StoredEvent[] = [];
  const readOn = async () => {
    for (const [index, event] of left) stored[index] = await readStored(options, event);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, readOn));
  return stored;
}

/** The event with the history that made it: between the two readings of the event nothing has become of it. */
async function readStored(options: ReadBackOptions, listed: OperationalEvent): Promise<StoredEvent> {
  const { client, signal } = options;
  let before = listed;
  for (let readings = 0; readings < READINGS_MOST; readings += 1) {
    const journal = await readJournal(options, listed.id);
    const event = await retrying(() => client.readEvent(listed.id, { signal }), { signal });
    if (isDeepStrictEqual(event, before)) return { event, journal };
    before = event;
  }
  throw new Error(`Event ${listed.id} changes faster than it can be read.`);
}

/** The cursor of an answer says up to which entry of the journal it is complete. */
async function listsAreComplete({ client, sources, upTo, signal }: ReadBackOptions): Promise<void> {
  const look = () => client.listEvents({ source: [...sources], limit: 1 }, { signal });
  for (let looks = 0; looks < LOOKS_MOST; looks += 1) {
    const { cursor } = await retrying(look, { signal });
    if (Number(cursor.split('-')[1]) >= upTo) return;
    await setTimeout(LOOK_MILLISECONDS, undefined, { signal });
  }
  throw new Error('The lists of the service stay behind what it acknowledged.');
}

function readEvents({ client, sources, signal }: ReadBackOptions): Promise<OperationalEvent[]> {
  const query: EventListQuery = {
    source: [...sources],
    include: 'attributes',
    sort: 'firstReportedAt',
    limit: LIMITS.pageMost,
  };
  return readPages(signal, async (page) => {
    const { events, next } = await client.listEvents({ ...query, ...page }, { signal });
    return { items: events, next };
  });
}

/** Oldest first. */
async function readJournal({ client, signal }: ReadBackOptions, id: string): Promise<JournalEntry[]> {
  const query: JournalQuery = { repeats: 'all', limit: LIMITS.journalPageMost };
  const newestFirst = await readPages(signal, async (page) => {
    const { entries, next } = await client.readJournal(id, { ...query, ...page }, { signal });
    return { items: entries, next };
  });
  return newestFirst.reverse();
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

async function readPages<Item>(
  signal: AbortSignal,
  readPage: (page: { page?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | null = null;
  do {
    const asked: { page?: string } = next === null ? {} : { page: next };
    const page: Page<Item> = await retrying(() => readPage(asked), { signal });
    items.push(...page.items);
    next = page.next;
  } while (next !== null);
  return items;
}
