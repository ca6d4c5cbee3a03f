import { type DatabaseClient, ProblemAnswerError } from '../../database-client/index.ts';
import type { ChangeBuffer } from './change-buffer.ts';
import type { ChangeTail } from './change-tail.ts';
import type { Clock } from './clock.ts';
import { sameEpoch, seqOf } from './cursor.ts';
import type { DatabaseWatch } from './database-watch.ts';
import type { LiveClient } from './live-client.ts';

export interface FeedParts {
  readonly client: Pick<DatabaseClient, 'changes'>;
  readonly watch: Pick<DatabaseWatch, 'isUp' | 'health' | 'guard'>;
  readonly tail: Pick<ChangeTail, 'cursor'>;
  readonly buffer: ChangeBuffer;
  /** How many streams may be open at once. */
  readonly streamsMost?: number;
  /** Whether a broker brings reports too. */
  readonly hasBroker?: boolean;
}

/** As often as the database service is looked for. */
const AGAIN_MS = 1_000;

/**
 * Brings browsers to where memory reaches on to the tail, by asking the database what they missed before. A browser waits
 * here as long as neither is possible; `retry` is called whenever that may have changed.
 */
export class CatchUp {
  private readonly parts: FeedParts;
  private readonly clock: Clock;
  private readonly onPresent: (client: LiveClient) => void;
  private readonly waiting = new Set<LiveClient>();
  private readonly reading = new Set<LiveClient>();
  /** These cursors came from the database: that the tail is not there yet is only a matter of time. */
  private readonly confirmed = new WeakSet<LiveClient>();

  constructor(parts: FeedParts, clock: Clock, onPresent: (client: LiveClient) => void) {
    this.parts = parts;
    this.clock = clock;
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
    if (cursor === tail.cursor || buffer.since(cursor)) return this.arrive(client);
    const tailIsBehind = sameEpoch(cursor, tail.cursor) && seqOf(cursor) > seqOf(tail.cursor);
    if (tailIsBehind && this.confirmed.has(client)) return;
    if (watch.isUp) this.readWhenDue(client, cursor);
  }

  private arrive(client: LiveClient): void {
    this.waiting.delete(client);
    if (client.stream.isOpen) this.onPresent(client);
  }

  /** What is read becomes a frame, and frames have their pace. */
  private readWhenDue(client: LiveClient, after: string): void {
    this.reading.add(client);
    const due = client.dueIn();
    if (due === 0) return void this.read(client, after);
    this.clock.after(due, () => {
      this.reading.delete(client);
      this.advance(client);
    });
  }

  /** While the database service is away, nothing is asked; but it may have been back before anybody saw that it was. */
  private tryAgain(client: LiveClient): void {
    this.clock.after(AGAIN_MS, () => this.advance(client));
  }

  private async read(client: LiveClient, after: string): Promise<void> {
    const { q: _q, from: _from, to: _to, ...filter } = client.filter; // a feed cannot judge these
    try {
      const query = { ...filter, after, mode: 'latest' } as const;
      const answer = await this.parts.watch.guard((signal) => this.parts.client.changes(query, { signal }));
      client.tell(answer.cursor, answer.entries, answer.refresh);
    } catch (error) {
      const gone = goneTo(error);
      if (gone === undefined) return this.tryAgain(client);
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
