import { flushCompileCache } from 'node:module';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { carry, type CarriedError } from './carried-error.ts';

/** What a thread can be asked, each by its name. What is given and answered is copied (structured clone). */
export type Answers = Readonly<Record<string, (given: never) => unknown>>;
export type Given<Thread extends Answers, Name extends keyof Thread> = Parameters<Thread[Name]>[0];
export type Answer<Thread extends Answers, Name extends keyof Thread> = Awaited<ReturnType<Thread[Name]>>;

/** A question without a name asks the thread to end. */
export interface Question {
  readonly number: number;
  readonly name?: string;
  readonly given?: unknown;
}
export type Reply = { readonly number: number } & (
  { readonly answer: unknown } | { readonly refusal: CarriedError }
);

/**
 * Answers what this thread is asked, in order; an answer that is a promise lets others pass. Asked to end, it closes and ends.
 * What `close` throws ends the thread as a failure.
 */
export function answerInThread(answers: Answers, close: () => void): void {
  const port = parentPort;
  if (port === null) throw new Error('This is the program of a thread, and not to be started by itself.');
  port.on('message', ({ number, name, given }: Question) => {
    if (name !== undefined) return void reply(port, number, () => answers[name]?.(given as never));
    close();
    process.exit(); // of the thread alone
  });
  flushCompileCache(); // as the process does, each for itself
}

async function reply(port: MessagePort, number: number, work: () => unknown): Promise<void> {
  let said: Reply;
  try {
    said = { number, answer: await work() };
  } catch (error) {
    said = { number, refusal: carry(error) };
  }
  port.postMessage(said);
}
