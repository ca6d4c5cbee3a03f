import { setTimeout } from 'node:timers/promises';
import type { EventListQuery, JournalEntry, JournalQuery, OperationalEvent } from '@signalbox/contracts';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { type DatabaseClient, retrying } from '../../database-client/index.ts';
import type { StoredEvent } from './redo.ts';

/** Reads in flight: enough to keep the service busy, few enough that none waits for long. */
const SIDE_BY_SIDE = 16;
/** What is listed by source may follow behind the commits, by a second when all is well: half a minute means that it is not. */
const LOOK_MILLISECONDS = 100;
const LOOKS_MOST = 300;

export interface ReadBackOptions {
  readonly client: Pick<DatabaseClient, 'listEvents' | 'readJournal'>;
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
    for (const [index, event] of left)
      stored[index] = { event, journal: await readJournal(options, event.id) };
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, readOn));
  return stored;
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
