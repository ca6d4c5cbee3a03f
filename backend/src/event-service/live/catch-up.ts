import { type DatabaseClient, ProblemAnswerError } from '../../database-client/index.ts';
import type { ChangeBatch } from './change-batch.ts';
import type { ChangeBuffer } from './change-buffer.ts';
import type { ChangeTail } from './change-tail.ts';
import { sameEpoch, seqOf } from './cursor.ts';
import type { DatabaseWatch } from './database-watch.ts';
import type { LiveClient } from './live-client.ts';
import { PendingChanges } from './pending-changes.ts';

export interface FeedParts {
  readonly client: Pick<DatabaseClient, 'changes'>;
  readonly watch: Pick<DatabaseWatch, 'isUp' | 'health' | 'guard'>;
  readonly tail: Pick<ChangeTail, 'cursor'>;
  readonly buffer: ChangeBuffer;
  /** How many streams may be open at once. */
  readonly streamsMost?: number;
}

/**
 * Tells browsers what they missed, from memory or else from the database, until they are where the tail is. A browser
 * waits here as long as neither is possible; `retry` is called whenever that may have changed.
 */
export class CatchUp {
  private readonly parts: FeedParts;
  private readonly onPresent: (client: LiveClient) => void;
  private readonly waiting = new Set<LiveClient>();
  private readonly reading = new Set<LiveClient>();
  /** These cursors came from the database: that the tail is not there yet is only a matter of time. */
  private readonly confirmed = new WeakSet<LiveClient>();

  constructor(parts: FeedParts, onPresent: (client: LiveClient) => void) {
    this.parts = parts;
    this.onPresent = onPresent;
  }

  get clients(): readonly LiveClient[] {
    return [...this.waiting];
  }

  add(client: LiveClient): void {
    this.waiting.add(client);
    this.advance(client);
  }

  remove(client: LiveClient): void {
    this.waiting.delete(client);
  }

  retry(): void {
    for (const client of this.waiting) this.advance(client);
  }

  private advance(client: LiveClient): void {
    const { tail, buffer, watch } = this.parts;
    if (tail.cursor === null || this.reading.has(client) || !this.waiting.has(client)) return;
    if (client.cursor === null) client.reset(tail.cursor, 'behind');
    const cursor = client.cursor ?? tail.cursor;
    const missed = cursor === tail.cursor ? [] : buffer.since(cursor);
    if (missed) return this.arrive(client, missed);
    const tailIsBehind = sameEpoch(cursor, tail.cursor) && seqOf(cursor) > seqOf(tail.cursor);
    if (tailIsBehind && this.confirmed.has(client)) return;
    if (watch.isUp) void this.read(client, cursor);
  }

  private arrive(client: LiveClient, missed: readonly ChangeBatch[]): void {
    tellMissed(client, missed);
    this.waiting.delete(client);
    if (client.stream.isOpen) this.onPresent(client);
  }

  private async read(client: LiveClient, after: string): Promise<void> {
    const { q: _q, from: _from, to: _to, ...filter } = client.filter; // a feed cannot judge these
    this.reading.add(client);
    try {
      const query = { ...filter, after, mode: 'latest' } as const;
      const answer = await this.parts.watch.guard((signal) => this.parts.client.changes(query, { signal }));
      client.tell(answer.cursor, answer.entries, answer.refresh);
    } catch (error) {
      const gone = goneTo(error);
      if (gone === undefined) return; // the database service is away: once it is back
      client.reset(gone, after === '0' || sameEpoch(after, gone) ? 'cursor-gone' : 'restored');
    } finally {
      this.reading.delete(client);
    }
    this.confirmed.add(client);
    this.advance(client);
  }
}

const goneTo = (error: unknown): string | undefined =>
  error instanceof ProblemAnswerError && error.status === 410 ? error.problem.cursor : undefined;

function tellMissed(client: LiveClient, missed: readonly ChangeBatch[]): void {
  const [first, ...others] = missed;
  if (!first || client.cursor === null) return;
  const pending = new PendingChanges(client.filter);
  const seq = seqOf(client.cursor);
  const isWithinFirst = seq > seqOf(first.after);
  for (const entry of first.entries) {
    if (!isWithinFirst) pending.add(entry);
    else if (entry.seq > seq) pending.addUncertain(entry);
  }
  for (const entry of others.flatMap(({ entries }) => entries)) pending.add(entry);
  if (missed.some(({ refresh }) => refresh)) pending.demandRefresh();
  client.tell(missed.at(-1)?.cursor ?? first.cursor, pending.entries(), pending.refresh);
}
