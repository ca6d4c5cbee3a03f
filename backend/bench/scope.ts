import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Closing } from '../src/service-kit/closing.ts';
import type { Scope } from '../test/support/start-process.ts';

/** What a piece of the bench opens ends with it, in reverse order. */
export async function withScope<Result>(work: (scope: Scope) => Promise<Result>): Promise<Result> {
  const closing = new Closing();
  try {
    return await work({ after: (end) => closing.add('a part of the bench', end) });
  } finally {
    await closing.closeAll();
  }
}

/** A folder that goes with its scope. */
export async function scratchFolder(scope: Scope): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-bench-'));
  scope.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
