import type { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import { answerInThread } from '../answer-in-thread.ts';
import { isCorrupt } from '../sqlite-errors.ts';
import { prepareFollow, StaleIndexError, type Followed } from './follow-journal.ts';
import { createPace } from './pace.ts';
import { connectFollower } from './open-index.ts';

/** How far the index came; `broken` says why it must be made anew. */
export interface Progress {
  readonly indexedSeq: number;
  readonly warning?: string;
  readonly broken?: string;
}
interface Waiting {
  readonly to: number;
  readonly resolve: (progress: Progress) => void;
}

/** The program of the thread that keeps the index: it follows the journal in bites. */
const { file, indexFile } = workerData as { readonly file: string; readonly indexFile: string };
const pace = createPace();
let db: DatabaseSync | undefined;
let follow: ((most: number) => Followed) | undefined;
let waiting: Waiting[] = [];
let progress: Progress = { indexedSeq: 0 };
let next: NodeJS.Timeout | NodeJS.Immediate | undefined;

const answers = {
  open(): void {
    db = connectFollower(indexFile, file);
    follow = prepareFollow(db);
  },
  /** Answers when the index has come so far, or cannot go on for now. `soon`: somebody waits for it. */
  follow({ to, soon }: { readonly to: number; readonly soon: boolean }): Promise<Progress> {
    const { promise, resolve } = Promise.withResolvers<Progress>();
    waiting.push({ to, resolve });
    if (soon) pace.hurry();
    plan();
    return promise;
  },
  /** Lets go of the file. Whoever waits is answered with how far it came. */
  close(): void {
    stop();
    db?.close();
    db = follow = undefined;
  },
};
export type IndexThread = typeof answers;

answerInThread(answers, () => answers.close());

function plan(): void {
  if (next !== undefined) {
    if (!pace.isHurried) return;
    clearTimeout(next as NodeJS.Timeout);
    clearImmediate(next as NodeJS.Immediate);
  }
  const target = Math.max(...waiting.map(({ to }) => to));
  const rest = pace.restBefore(target - progress.indexedSeq);
  next = rest > 0 ? setTimeout(work, rest) : setImmediate(work);
}

function work(): void {
  next = undefined;
  if (!follow) return;
  try {
    const { indexedSeq } = follow(pace.bite);
    pace.rest();
    progress = { indexedSeq };
    const isDone = ({ to }: Waiting) => to <= indexedSeq;
    for (const { resolve } of waiting.filter(isDone)) resolve(progress);
    waiting = waiting.filter((one) => !isDone(one));
    if (waiting.length > 0) plan();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const broken = error instanceof StaleIndexError || isCorrupt(error);
    progress = { indexedSeq: progress.indexedSeq, ...(broken ? { broken: why } : { warning: why }) };
    stop();
    progress = { indexedSeq: progress.indexedSeq };
  }
}

function stop(): void {
  clearTimeout(next as NodeJS.Timeout | undefined);
  clearImmediate(next as NodeJS.Immediate | undefined);
  next = undefined;
  for (const { resolve } of waiting) resolve(progress);
  waiting = [];
}
