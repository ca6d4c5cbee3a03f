import { isPassing, type Passing, ProblemAnswerError, retrying } from '../../database-client/index.ts';
import type { OutgoingReport } from './outgoing-report.ts';
import type { Receiver, Answer } from './receiver.ts';

/** Requests in flight. More than this only wait in the service's queue, which groups what it has. */
const LANES = 8;
/** How long a request that is under way may go on when everything else has stopped. */
const LAST_WORD_MS = 3_000;

/** What is told about the sending. */
export interface SendingEvents {
  /** Each time that reports go out, the same ones again too. */
  sending(reports: readonly OutgoingReport[]): void;
  answered(reports: readonly OutgoingReport[], answer: Answer): void;
  /** Refused for good: sent again it would be refused again. */
  failed(reports: readonly OutgoingReport[], error: ProblemAnswerError): void;
  /** The service cannot take them now; they will be sent again. */
  held(error: Passing): void;
}

export interface LanesOptions {
  readonly receiver: Receiver;
  /** Reports in one request at most. */
  readonly batch: number;
  readonly events: SendingEvents;
  readonly signal: AbortSignal;
}

/**
 * Sends reports side by side, and yet those of one thing in their order: each thing has its lane,
 * and a lane has one request under way at a time.
 */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #lastWord: AbortSignal;
  readonly #queues: OutgoingReport[][] = Array.from({ length: LANES }, () => []);
  readonly #running = new Map<number, Promise<void>>();
  #waiting = 0;
  #failure: unknown;

  constructor(options: LanesOptions) {
    this.#options = options;
    this.#lastWord = afterwards(options.signal, LAST_WORD_MS);
  }

  /** Reports that were pushed and have no answer yet. */
  get waiting(): number {
    return this.#waiting;
  }

  get isFull(): boolean {
    return this.#waiting >= 2 * LANES * this.#options.batch;
  }

  /** Throws what no sender can go on after. */
  push(report: OutgoingReport) {
    if (this.#failure !== undefined) throw this.#failure as Error;
    const lane = laneOf(report);
    this.#queues[lane]?.push(report);
    this.#waiting += 1;
    if (!this.#running.has(lane)) this.#running.set(lane, this.#run(lane));
  }

  /** When everything has its answer, or the signal has ended it. Throws as push does. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
    if (this.#failure !== undefined) throw this.#failure as Error;
  }

  async #run(lane: number): Promise<void> {
    // Whatever is pushed in this turn of the loop goes out together.
    await new Promise((resolve) => setImmediate(resolve));
    const { batch, signal } = this.#options;
    const queue = this.#queues[lane] ?? [];
    try {
      while (queue.length > 0 && !signal.aborted) {
        const reports = queue.splice(0, batch);
        await this.#send(reports);
        this.#waiting -= reports.length;
      }
    } catch (error) {
      if (!signal.aborted) this.#failure ??= error;
    } finally {
      this.#running.delete(lane);
    }
  }

  async #send(reports: readonly OutgoingReport[]): Promise<void> {
    const { receiver, events, signal } = this.#options;
    const attempt = () => {
      events.sending(reports);
      return receiver.send(reports, this.#lastWord);
    };
    try {
      events.answered(reports, await retrying(attempt, { signal, onWait: (error) => events.held(error) }));
    } catch (error) {
      // A passing error comes out only when the run is ended: those reports have no answer, which is not a refusal.
      if (!(error instanceof ProblemAnswerError) || isPassing(error)) throw error;
      events.failed(reports, error);
    }
  }
}

/** Aborts so long after the other has. */
function afterwards(signal: AbortSignal, milliseconds: number): AbortSignal {
  const later = new AbortController();
  const abortLater = () => setTimeout(() => later.abort(), milliseconds).unref();
  if (signal.aborted) abortLater();
  else signal.addEventListener('abort', abortLater, { once: true });
  return later.signal;
}

/** FNV-1a, so that a thing has the same lane for ever. */
function laneOf({ source, key }: OutgoingReport): number {
  let hash = 0x811c9dc5;
  for (const text of [source, '\0', key]) {
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
  }
  return (hash >>> 0) % LANES;
}
