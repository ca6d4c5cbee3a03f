import { Worker } from 'node:worker_threads';
import { ProblemError } from '../../../service-kit/problem.ts';
import type { Answer, Answers, Given, Question, Reply } from './answer-in-thread.ts';
import { arrived } from './carried-error.ts';

/** Another thread, which is asked and answers. */
export interface AskedThread<Thread extends Answers> {
  /** What the thread refuses keeps the code of its problem. A thread that has ended refuses everything as `unavailable`. */
  ask<Name extends keyof Thread & string>(
    name: Name,
    given: Given<Thread, Name>,
  ): Promise<Answer<Thread, Name>>;
  /** Lets the thread finish what it was asked, close, and end. */
  close(): Promise<void>;
}

export interface ThreadOptions {
  /** For people: "The thread that …". */
  readonly name: string;
  /** What the thread's program finds as `workerData`. */
  readonly data: unknown;
  /**
   * The thread ended without being asked to: nothing that needs it works any more. Unless told otherwise, nobody catches
   * this error, so that the process ends and whoever watches it starts it again.
   */
  readonly onDeath?: (error: Error) => void;
}

/**
 * A thread holds a few batches of a few megabytes at a time. Without a bound its heap would grow to what Node gives a whole
 * process: with these, three threads fit into 400 MiB with their caches, and the work for a report stays the same.
 */
const MEMORY = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 256 };

type Waiting = PromiseWithResolvers<never>;

const crash = (error: Error): void =>
  void setImmediate(() => {
    throw error;
  });

/** Starts the thread whose program calls `answerInThread`. */
export function startThread<Thread extends Answers>(
  program: URL,
  options: ThreadOptions,
): AskedThread<Thread> {
  return new WorkerThread(program, options) as AskedThread<Thread>;
}

class WorkerThread implements AskedThread<Answers> {
  readonly #worker: Worker;
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended = Promise.withResolvers<void>();
  #number = 0;
  #hasEnded = false;
  #isClosing = false;

  constructor(program: URL, options: ThreadOptions) {
    this.#options = options;
    const { name, data } = options;
    this.#worker = new Worker(program, { name, workerData: data, resourceLimits: MEMORY });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('messageerror', (error) => this.#end(error));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end());
  }

  async ask(name: string, given: unknown): Promise<never> {
    if (this.#hasEnded || this.#isClosing) throw this.#gone();
    const number = ++this.#number;
    this.#worker.postMessage({ number, name, given } satisfies Question);
    const waiting: Waiting = Promise.withResolvers();
    this.#waiting.set(number, waiting);
    return waiting.promise;
  }

  async close(): Promise<void> {
    if (!this.#isClosing && !this.#hasEnded) {
      this.#isClosing = true;
      await Promise.allSettled([...this.#waiting.values()].map(({ promise }) => promise));
      this.#worker.postMessage({ number: 0 } satisfies Question);
    }
    await this.#ended.promise;
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.number);
    this.#waiting.delete(reply.number);
    if ('refusal' in reply) waiting?.reject(arrived(reply.refusal));
    else waiting?.resolve(reply.answer as never);
  }

  /** Whatever the reason: who waits for an answer will get none. */
  #end(cause?: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const { reject } of this.#waiting.values()) reject(this.#gone(cause));
    this.#waiting.clear();
    void this.#worker.terminate();
    this.#ended.resolve();
    if (this.#isClosing && cause === undefined) return;
    const { name, onDeath = crash } = this.#options;
    onDeath(new Error(`${name} has died.`, { cause }));
  }

  #gone(cause?: unknown): ProblemError {
    return new ProblemError('unavailable', 'The database cannot be reached.', { cause });
  }
}
