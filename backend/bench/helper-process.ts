import { fork } from 'node:child_process';
import path from 'node:path';
import type { Scope } from '../test/support/start-process.ts';

/** A program of the bench in a process of its own, so that its work is not measured as somebody else's. */
export interface HelperProcess<Question> {
  readonly pid: number;
  ask<Answer>(question: Question): Promise<Answer>;
}

type Reply = { readonly answer: unknown } | { readonly error: string };

/** It answers one question at a time, in order, and does not outlive its scope. */
export function startHelper<Question>(scope: Scope, file: string): HelperProcess<Question> {
  const child = fork(path.join(import.meta.dirname, file), { serialization: 'advanced' });
  const waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void }[] = [];
  child.on('message', (reply: Reply) => {
    const next = waiting.shift();
    if ('error' in reply) next?.reject(new Error(`${file}: ${reply.error}`));
    else next?.resolve(reply.answer);
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`${file} ended with code ${code}.`));
  });
  scope.after(async () => child.kill('SIGKILL'));
  return {
    pid: child.pid ?? 0,
    ask: <Answer>(question: Question) =>
      new Promise<Answer>((resolve, reject) => {
        waiting.push({ resolve: (answer) => resolve(answer as Answer), reject });
        child.send(question as object);
      }),
  };
}

/** The other side: what the process answers. */
export function answerQuestions<Question>(answer: (question: Question) => Promise<unknown>): void {
  let last = Promise.resolve();
  process.on('message', (question: Question) => {
    last = last.then(async () => {
      process.send?.(await attempt(() => answer(question)));
    });
  });
  process.on('disconnect', () => process.exit());
}

async function attempt(work: () => Promise<unknown>): Promise<Reply> {
  try {
    return { answer: await work() };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
