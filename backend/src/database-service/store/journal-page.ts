import { LIMITS, type JournalEntry, type JournalPage } from '@signalbox/contracts';
import { ProblemError } from '../../service-kit/problem.ts';
import type { JournalRequest } from './event-store.ts';
import { pageToken, readPageToken } from './page-token.ts';

/** Puts a page of an event's history together, from its entries, the newest first. */
export class JournalPager {
  private readonly id: string;
  private readonly request: JournalRequest;
  private readonly entries: JournalEntry[] = [];
  private oldest = 0;
  private read = 0;
  private full = false;

  constructor(id: string, request: JournalRequest) {
    this.id = id;
    this.request = request;
  }

  /** Whether it belongs to the page: the first that does not ends it. */
  take(entry: JournalEntry): boolean {
    const newest = this.entries.at(-1);
    const folds = this.request.foldRepeats && newest?.action === 'repeated' && entry.action === 'repeated';
    this.full =
      ++this.read > LIMITS.entriesReadPerPage || (!folds && this.entries.length === this.request.limit);
    if (this.full) return false;
    if (folds) this.entries[this.entries.length - 1] = fold(newest, entry);
    else this.entries.push(entry);
    this.oldest = entry.seq;
    return true;
  }

  page(): JournalPage {
    const next = this.full ? pageToken(asked(this.id), { direction: 'next', place: [this.oldest] }) : null;
    return { entries: this.entries, next };
  }
}

/** The newest of a run stands for it; `repeats` counts it too. */
function fold(newest: JournalEntry, older: JournalEntry): JournalEntry {
  return { ...newest, repeats: (newest.repeats ?? 1) + 1, repeatsSince: older.at };
}

const asked = (id: string): unknown => ({ journal: id });

/** The entry before which the page begins. */
export function journalStart(id: string, { page }: JournalRequest): number {
  if (page === undefined) return Number.MAX_SAFE_INTEGER;
  const seq = readPageToken(asked(id), page, [0])?.place[0];
  if (typeof seq === 'number') return seq;
  const detail = 'must be the next of an answer to this very journal';
  throw new ProblemError('invalid-query', `page ${detail}.`, { errors: [{ parameter: 'page', detail }] });
}
