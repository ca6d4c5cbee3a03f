import type { JournalEntry, OperationalEvent } from '@signalbox/contracts';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { type DatabaseClient, retrying } from '../../database-client/index.ts';
import type { StoredEvent } from './redo.ts';

/** Reads in flight: enough to keep the service busy, few enough that none waits for long. */
const SIDE_BY_SIDE = 16;

export interface ReadBackOptions {
  readonly client: Pick<DatabaseClient, 'listEvents' | 'readJournal'>;
  readonly sources: readonly string[];
  readonly signal: AbortSignal;
}

/** Everything that the service keeps of these sources, with every entry of its history. */
export async function readBack(options: ReadBackOptions): Promise<StoredEvent[]> {
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

async function readEvents({ client, sources, signal }: ReadBackOptions): Promise<OperationalEvent[]> {
  const events: OperationalEvent[] = [];
  const query = {
    source: [...sources],
    include: 'attributes',
    sort: 'firstReportedAt',
    limit: LIMITS.pageMost,
  } as const;
  let page: string | null | undefined;
  do {
    const asked = page === undefined ? query : { ...query, page };
    const answer = await retrying(() => client.listEvents(asked, { signal }), { signal });
    events.push(...answer.events);
    page = answer.next;
  } while (page !== null);
  return events;
}

/** Oldest first. */
async function readJournal({ client, signal }: ReadBackOptions, id: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  const query = { repeats: 'all', limit: LIMITS.journalPageMost } as const;
  let page: string | null | undefined;
  do {
    const asked = page === undefined ? query : { ...query, page };
    const answer = await retrying(() => client.readJournal(id, asked, { signal }), { signal });
    entries.push(...answer.entries);
    page = answer.next;
  } while (page !== null);
  return entries.reverse();
}
