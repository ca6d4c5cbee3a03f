import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Scope } from '../test/support/start-process.ts';

const open = new Set<SoakScope>();

/** What was opened is closed in the end, the last first. */
export class SoakScope implements Scope {
  readonly #ends: (() => Promise<unknown>)[] = [];

  constructor() {
    open.add(this);
  }

  after(end: () => Promise<unknown>): void {
    this.#ends.push(end);
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
    open.delete(this);
  }
}

/** For a soak that is told to stop halfway: no service, server or folder of it is left behind. */
export async function endScopes(): Promise<void> {
  for (const scope of [...open].reverse()) await scope.end();
}

/** A folder that goes with its scope. */
export async function scratchFolder(scope: Scope): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-soak-'));
  scope.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
