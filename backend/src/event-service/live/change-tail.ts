import { setTimeout as wait } from 'node:timers/promises';
import { type DatabaseClient, ProblemAnswerError } from '../../database-client/index.ts';
import type { ChangeBatch } from './change-batch.ts';

export interface TailOptions {
  readonly client: Pick<DatabaseClient, 'changes' | 'changesStream'>;
  readonly onBatch: (batch: ChangeBatch) => void;
  /** The feed goes on from another place: at the start, after a restore, or where our cursor led nowhere. */
  readonly onPlace: (cursor: string, previous: string | null) => void;
  /** The connection was lost or refused; it is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

/** A gateway that comes back at once with all others would make a restart harder; a person hardly notices a second. */
const DELAYS_MS = [50, 200, 500, 1_000] as const;

/** The one line from this gateway to the feed of changes, for all browsers together. */
export class ChangeTail {
  private readonly options: TailOptions;
  private readonly stopping = new AbortController();
  private connection = new AbortController();
  private running: Promise<void> | undefined;
  private readonly placed = Promise.withResolvers<void>();
  private place: string | null = null;
  private failures = 0;

  constructor(options: TailOptions) {
    this.options = options;
  }

  /** Up to where everything was heard; null before the database service was there for the first time. */
  get cursor(): string | null {
    return this.place;
  }

  /** Resolves when it knows for the first time where the feed is, or is stopped. */
  start(): Promise<void> {
    this.running ??= this.run().finally(() => this.placed.resolve());
    return this.placed.promise;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.connection.abort();
    await this.running;
  }

  /** What is open leads nowhere, or what is waited for need not be waited for any longer: connects anew. */
  reconnect(): void {
    this.connection.abort();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.connection = new AbortController();
      try {
        await this.follow(this.connection.signal);
      } catch (error) {
        this.recover(error);
      }
      await this.pause();
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const { client, onBatch } = this.options;
    if (this.place === null) this.moveTo((await client.changes({ mode: 'latest' }, { signal })).cursor);
    const stream = client.changesStream({ after: this.place ?? '', mode: 'latest' }, { signal });
    for await (const item of stream) {
      this.failures = 0;
      if (item.kind === 'reset') this.moveTo(item.cursor);
      if (item.kind !== 'change') continue;
      const { cursor, entries, refresh } = item;
      const batch = { after: this.place ?? cursor, cursor, entries, refresh };
      this.place = cursor;
      onBatch(batch);
    }
  }

  private recover(error: unknown): void {
    const gone =
      error instanceof ProblemAnswerError && error.status === 410 ? error.problem.cursor : undefined;
    if (gone !== undefined) this.moveTo(gone);
    else if (!this.stopping.signal.aborted) this.options.onTrouble(error);
  }

  private moveTo(cursor: string): void {
    const previous = this.place;
    this.place = cursor;
    this.placed.resolve();
    this.options.onPlace(cursor, previous);
  }

  private async pause(): Promise<void> {
    const most = DELAYS_MS[Math.min(this.failures, DELAYS_MS.length - 1)] ?? 0;
    this.failures += 1;
    const { signal } = this.connection;
    await wait(most * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}
