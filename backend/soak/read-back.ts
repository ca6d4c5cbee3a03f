import { isDeepStrictEqual } from 'node:util';
import type { JournalEntry } from '@signalbox/contracts';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { type DatabaseClient, retrying } from '../src/database-client/index.ts';
import { checkEvent, type StoredEvent } from './check/check-event.ts';
import type { FeedEntry } from './check/evidence.ts';
import { type Findings, mergeFindings } from './check/findings.ts';
import { feedEntry } from './reader.ts';

/** Histories that are read and replayed in the end: the longest, which everybody wrote to, and some others. */
const REPLAYED = 1_000;

/** Everything that was journalled after this cursor. */
export async function readJournal(client: DatabaseClient, from: string): Promise<FeedEntry[]> {
  const journal: FeedEntry[] = [];
  for (let after = from; ;) {
    const query = { after, mode: 'all', limit: LIMITS.changesMost } as const;
    const { entries, cursor } = await retrying(() => client.changes(query));
    journal.push(...entries.map(feedEntry));
    if (cursor === after) return journal;
    after = cursor;
  }
}

/** Reads the events with the longest histories, and holds each against its own journal and the feed. */
export async function checkEvents(
  client: DatabaseClient,
  journal: readonly FeedEntry[],
): Promise<{ readonly replayed: number; readonly findings: Findings }> {
  const upTo = journal.at(-1)?.seq ?? 0;
  const told = Map.groupBy(journal, ({ event }) => event);
  const longest = [...told].sort(([, a], [, b]) => b.length - a.length).slice(0, REPLAYED);
  const all: Findings[] = [];
  for (const [id, entries] of longest) all.push(checkEvent(await readStored(client, id), entries, upTo));
  return { replayed: longest.length, findings: mergeFindings(all) };
}

/** Holds end at any time: reads again what changed meanwhile. */
async function readStored(client: DatabaseClient, id: string): Promise<StoredEvent> {
  for (;;) {
    const event = await retrying(() => client.readEvent(id));
    const entries = await readHistory(client, id);
    if (isDeepStrictEqual(event, await retrying(() => client.readEvent(id)))) return { event, entries };
  }
}

/** Oldest first. */
async function readHistory(client: DatabaseClient, id: string): Promise<JournalEntry[]> {
  const newestFirst: JournalEntry[] = [];
  let page: { page?: string } = {};
  for (;;) {
    const query = { repeats: 'all', limit: LIMITS.journalPageMost, ...page } as const;
    const { entries, next } = await retrying(() => client.readJournal(id, query));
    newestFirst.push(...entries);
    if (next === null) return newestFirst.reverse();
    page = { page: next };
  }
}
