import { ProblemError } from '../service-kit/problem.ts';
import type { EventStore, Write, WriteResult } from './store/event-store.ts';

export interface WriteQueue {
  /**
   * Applies the writes in order and gives a result for each, once they are on disk. Refused with `busy` when too much
   * waits already; a body of which an earlier slice was let in is `admitted`, and not refused halfway.
   */
  add(writes: readonly Write[], options: AddOptions): Promise<readonly WriteResult[]>;
  /** What waits, the batch being applied included. */
  readonly waiting: Load;
  /** Lets nobody in any more; resolves when all that waited is on disk. */
  close(): Promise<void>;
}

export interface AddOptions {
  /** About what the writes hold in memory. */
  readonly bytes: number;
  readonly admitted?: boolean;
}
export interface Load {
  readonly items: number;
  readonly bytes: number;
}

export interface WriteQueueOptions {
  readonly apply: EventStore['apply'];
  /** Called after each commit, before its writers are answered. */
  readonly committed?: (writes: number, seconds: number) => void;
  readonly bound?: Load;
}

interface Waiting {
  readonly writes: readonly Write[];
  readonly bytes: number;
  readonly resolve: (results: readonly WriteResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Above this a commit makes everybody wait longer, and no longer saves anything when measured. */
export const WRITES_PER_COMMIT = 1_000;
/** Two seconds of work at the rates of a small machine, and no more memory than one full body. */
const BOUND: Load = { items: 50_000, bytes: 64 * 1_024 * 1_024 };

/**
 * Puts the writes of waiting requests together into one transaction: they share the wait for the disk. There is no
 * timer: whatever came while the last batch was written is the next batch.
 */
export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  return new GroupCommitQueue(options);
}

class GroupCommitQueue implements WriteQueue {
  waiting: Load = { items: 0, bytes: 0 };
  private queue: Waiting[] = [];
  private isWorking = false;
  private isClosed = false;
  private readonly drained = Promise.withResolvers<void>();
  private readonly options: WriteQueueOptions;

  constructor(options: WriteQueueOptions) {
    this.options = options;
  }

  async add(
    writes: readonly Write[],
    { bytes, admitted = false }: AddOptions,
  ): Promise<readonly WriteResult[]> {
    if (writes.length === 0) return [];
    if (!admitted) this.refuseIfFull({ items: writes.length, bytes });
    const { promise, resolve, reject } = Promise.withResolvers<readonly WriteResult[]>();
    this.queue.push({ writes, bytes, resolve, reject });
    this.weigh(writes.length, bytes);
    if (!this.isWorking) this.workSoon();
    return promise;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (!this.isWorking) this.drained.resolve();
    await this.drained.promise;
  }

  /** Whatever is asked of an empty queue fits: nobody is refused for ever. */
  private refuseIfFull({ items, bytes }: Load): void {
    if (this.isClosed) throw new ProblemError('unavailable', 'The service is closing.');
    const { waiting } = this;
    const { bound = BOUND } = this.options;
    const fits = waiting.items + items <= bound.items && waiting.bytes + bytes <= bound.bytes;
    if (fits || waiting.items === 0) return;
    throw new ProblemError('busy', 'Too much waits to be written; try again.', {
      headers: { 'retry-after': '1' },
    });
  }

  private weigh(items: number, bytes: number): void {
    this.waiting = { items: this.waiting.items + items, bytes: this.waiting.bytes + bytes };
  }

  private workSoon(): void {
    this.isWorking = true;
    setImmediate(() => void this.work());
  }

  private async work(): Promise<void> {
    const batch = this.takeBatch();
    await this.write(batch);
    for (const { writes, bytes } of batch) this.weigh(-writes.length, -bytes);
    this.isWorking = this.queue.length > 0;
    if (this.isWorking) this.workSoon();
    else if (this.isClosed) this.drained.resolve();
  }

  private takeBatch(): Waiting[] {
    let items = 0;
    const isTooMuch = ({ writes }: Waiting, index: number) =>
      (items += writes.length) > WRITES_PER_COMMIT && index > 0;
    const end = this.queue.findIndex(isTooMuch);
    return this.queue.splice(0, end < 0 ? this.queue.length : end);
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    const writes = batch.flatMap((waiting) => waiting.writes);
    const start = performance.now();
    try {
      const results = await this.options.apply(writes);
      this.options.committed?.(writes.length, (performance.now() - start) / 1_000);
      let from = 0;
      for (const waiting of batch) waiting.resolve(results.slice(from, (from += waiting.writes.length)));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
