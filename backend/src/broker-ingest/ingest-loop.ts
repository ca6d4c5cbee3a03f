import type {
  IncomingMessage,
  Letter,
  MessageSource,
  MessageTaker,
} from '../message-broker/message-broker.ts';
import type { DatabaseClient } from '../database-client/index.ts';
import { type Delivered, deliver, type Taken } from './deliver.ts';
import { readMessage } from './read-message.ts';

export type Outcome = 'taken' | 'tried-again' | 'put-aside';

export interface IngestOptions {
  readonly client: Pick<DatabaseClient, 'sendReports' | 'raw'>;
  /** Messages with us at once. */
  readonly most: number;
  /** How often a message is tried again that cannot be taken for a passing reason. */
  readonly retriesMost: number;
  readonly observer: IngestObserver;
}

export interface IngestObserver {
  settled(outcome: Outcome, messages: number): void;
  /** The database service cannot take anything now: everything waits, and nothing is lost. */
  held(error: Error): void;
  resumed(): void;
}

/** Enough for two commits, so that the service never waits for us, and not so much that others wait long. */
const BATCH = { reports: 2_000, bytes: 8 * 1_024 * 1_024 };
/** How long it may take to settle what is under way when everything stops. What is not settled then is delivered again. */
const CLOSE_WITHIN_MS = 10_000;

/**
 * From a broker to the database service: whatever came while the last batch was under way is the next one. A message is
 * acknowledged when its reports are on disk. One that can never be taken is put aside at once, and one that cannot be taken
 * now comes again later, so that neither holds up the others. While the service is away all wait, and nothing is counted.
 */
export class IngestLoop {
  readonly #options: IngestOptions;
  readonly #source: MessageSource;
  #waiting: Taken[] = [];
  #running: Promise<void> | undefined;
  readonly #settling = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(consume: (taker: MessageTaker) => MessageSource, options: IngestOptions) {
    this.#options = options;
    this.#source = consume({ most: options.most, take: (message) => this.#take(message) });
  }

  /** Settles what is under way, as far as that can be done soon, and takes no more. */
  async close(): Promise<void> {
    this.#closing.abort();
    const timer = Promise.withResolvers<void>();
    const timeout = setTimeout(timer.resolve, CLOSE_WITHIN_MS);
    await Promise.race([this.#settled(), timer.promise]);
    clearTimeout(timeout);
    await this.#source.close();
  }

  async #settled(): Promise<void> {
    await this.#running;
    await Promise.all(this.#settling);
  }

  #take(message: IncomingMessage): void {
    if (this.#closing.signal.aborted) return;
    const read = readMessage(message);
    if (read.fault !== undefined) return this.#putAside(message, { reason: read.fault });
    // While the service is away the broker may take back what it gave us, and give it again.
    if (this.#waiting[0]?.message.isLost) this.#waiting = this.#waiting.filter((one) => !one.message.isLost);
    this.#waiting.push({ message, ...read });
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    // Whatever comes in this turn of the loop goes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0 && !this.#closing.signal.aborted) {
      const { client, observer } = this.#options;
      const batch = this.#nextBatch();
      await deliver(batch, {
        client,
        observer,
        signal: this.#closing.signal,
        delivered: (what) => this.#settle(what),
      });
    }
    this.#running = undefined;
  }

  #nextBatch(): Taken[] {
    let reports = 0;
    let bytes = 0;
    let end = 0;
    for (const taken of this.#waiting) {
      reports += taken.reports.length;
      bytes += taken.message.body.length;
      if (end > 0 && (reports > BATCH.reports || bytes > BATCH.bytes)) break;
      end += 1;
    }
    return this.#waiting.splice(0, end);
  }

  #settle({ taken, refused, failed }: Delivered): void {
    if (taken.length > 0) {
      this.#source.acknowledge(taken);
      this.#options.observer.settled('taken', taken.length);
    }
    for (const { message, letter } of refused) this.#putAside(message, letter);
    for (const { message, reason } of failed) this.#tryLater(message, reason);
  }

  #tryLater(message: IncomingMessage, reason: string): void {
    const { retriesMost, observer } = this.#options;
    const tries = message.attempts + 1;
    if (tries > retriesMost)
      return this.#putAside(message, { reason: `Tried ${tries} times, the last time: ${reason}` });
    this.#follow(this.#source.tryLater(message), () => observer.settled('tried-again', 1));
  }

  #putAside(message: IncomingMessage, letter: Letter): void {
    this.#follow(this.#source.putAside(message, letter), () =>
      this.#options.observer.settled('put-aside', 1),
    );
  }

  #follow(settling: Promise<void>, settled: () => void): void {
    this.#settling.add(settling);
    void settling.then(settled).finally(() => this.#settling.delete(settling));
  }
}
