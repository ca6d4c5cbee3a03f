import { ProblemError } from '../service-kit/problem.ts';
import type { EventStore, Write, WriteResult } from './store/event-store.ts';

export interface WriteQueue {
  /** Applies the writes in the order in which they were added, and gives a result for each, once they are on disk. */
  add(writes: readonly Write[], options: AddOptions): Promise<readonly WriteResult[]>;
  /** What waits, the batches being applied included. */
  readonly waiting: Load;
  /** Lets nobody in any more; resolves when all that waited is on disk. */
  close(): Promise<void>;
}

export interface AddOptions {
  /** About what the writes hold in memory. */
  readonly bytes: number;
  /**
   * What is done when too much waits already. `refuse`, with `busy`, by default. `wait` until there is room: for a body of
   * which an earlier slice was let in, and which is not refused halfway. `enter`: for what must not wait for others.
   */
  readonly whenFull?: 'refuse' | 'wait' | 'enter';
}
export interface Load {
  readonly items: number;
  readonly bytes: number;
}

export interface WriteQueueOptions {
  readonly apply: EventStore['apply'];
  /** How many batches `apply` may have at once: those that it writes in the order in which they were given. 1 by default. */
  readonly batchesAtOnce?: number;
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
/** From here on a batch is worth a commit of its own, whatever is being written. */
const WORTH_A_COMMIT = WRITES_PER_COMMIT / 2;
/** Two seconds of work at the rates of a small machine, and no more memory than one full body. */
const BOUND: Load = { items: 50_000, bytes: 64 * 1_024 * 1_024 };

/**
 * Puts the writes of waiting requests together into one transaction: they share the wait for the disk. There is no
 * timer: whatever came while the last batch was written is the next batch. A store that keeps the order gets the next
 * batch before it has answered the last, as soon as as much waits as is being written: so its writer never waits for this
 * thread. What is less gains more by waiting for company.
 */
export function createWriteQueue(options: WriteQueueOptions): WriteQueue {
  return new GroupCommitQueue(options);
}

class GroupCommitQueue implements WriteQueue {
  private items = 0;
  private bytes = 0;
  /** Let in, and not yet given to the store. */
  private queue: Waiting[] = [];
  private queuedItems = 0;
  /** Waiting to be let in, in order. */
  private outside: Waiting[] = [];
  private batchesAtWork = 0;
  private isScheduled = false;
  private isClosed = false;
  private readonly drained = Promise.withResolvers<void>();
  private readonly options: WriteQueueOptions;

  constructor(options: WriteQueueOptions) {
    this.options = options;
  }

  get waiting(): Load {
    return { items: this.items, bytes: this.bytes };
  }

  async add(
    writes: readonly Write[],
    { bytes, whenFull = 'refuse' }: AddOptions,
  ): Promise<readonly WriteResult[]> {
    if (writes.length === 0) return [];
    if (this.isClosed && whenFull === 'refuse')
      throw new ProblemError('unavailable', 'The service is closing.');
    const hasRoom = this.outside.length === 0 && this.hasRoomFor(writes.length, bytes);
    if (!hasRoom && whenFull === 'refuse') throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<readonly WriteResult[]>();
    const waiting = { writes, bytes, resolve, reject };
    if (hasRoom || whenFull === 'enter') this.letIn(waiting);
    else this.outside.push(waiting);
    return promise;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.endIfDrained();
    await this.drained.promise;
  }

  /** Whatever is asked of an empty queue fits: nobody is refused for ever. */
  private hasRoomFor(items: number, bytes: number): boolean {
    const { bound = BOUND } = this.options;
    return this.items === 0 || (this.items + items <= bound.items && this.bytes + bytes <= bound.bytes);
  }

  private letIn(waiting: Waiting): void {
    this.queue.push(waiting);
    this.queuedItems += waiting.writes.length;
    this.items += waiting.writes.length;
    this.bytes += waiting.bytes;
    this.startSoon();
  }

  /** After all that this turn of the loop brings: it comes along. */
  private startSoon(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.start();
      this.endIfDrained();
    });
  }

  private start(): void {
    while (this.mayStart()) void this.work(this.takeBatch());
  }

  private mayStart(): boolean {
    if (this.batchesAtWork === 0) return this.queue.length > 0;
    const { batchesAtOnce = 1 } = this.options;
    const itemsAtWork = this.items - this.queuedItems;
    return this.batchesAtWork < batchesAtOnce && this.queuedItems >= Math.min(itemsAtWork, WORTH_A_COMMIT);
  }

  private takeBatch(): Waiting[] {
    let items = 0;
    let end = 0;
    for (const { writes } of this.queue) {
      if (end > 0 && items + writes.length > WRITES_PER_COMMIT) break;
      items += writes.length;
      end += 1;
    }
    this.queuedItems -= items;
    return this.queue.splice(0, end);
  }

  private async work(batch: readonly Waiting[]): Promise<void> {
    this.batchesAtWork += 1;
    const answer = await this.write(batch);
    this.batchesAtWork -= 1;
    for (const { writes, bytes } of batch) {
      this.items -= writes.length;
      this.bytes -= bytes;
    }
    this.letInWhoWaits();
    this.start(); // before the answers: the store writes on while this thread sends them
    answer();
    this.startSoon();
  }

  private letInWhoWaits(): void {
    for (let [first] = this.outside; first; [first] = this.outside) {
      if (!this.hasRoomFor(first.writes.length, first.bytes)) return;
      this.outside.shift();
      this.letIn(first);
    }
  }

  private endIfDrained(): void {
    if (this.isClosed && this.items === 0) this.drained.resolve();
  }

  /** Gives what answers the writers of the batch. Never rejects. */
  private async write(batch: readonly Waiting[]): Promise<() => void> {
    const writes = batch.length === 1 ? (batch[0]?.writes ?? []) : batch.flatMap((one) => one.writes);
    const start = performance.now();
    try {
      const results = await this.options.apply(writes);
      this.options.committed?.(writes.length, (performance.now() - start) / 1_000);
      return () => {
        let from = 0;
        for (const waiting of batch) waiting.resolve(results.slice(from, (from += waiting.writes.length)));
      };
    } catch (error) {
      return () => {
        for (const { reject } of batch) reject(error);
      };
    }
  }
}

const busy = (): ProblemError =>
  new ProblemError('busy', 'Too much waits to be written; try again.', { headers: { 'retry-after': '1' } });
