import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Scope } from './start-process.ts';

const gone: string[] = [];
process.on('exit', () => {
  // Tried again: a thread that is ended with us may make a file while its folder is emptied.
  for (const folder of gone) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A test, or what its suite shares. */
export interface FolderOwner extends Scope {
  readonly passed: boolean;
  diagnostic(message: string): void;
}

/**
 * A folder of the test's own; a failed test keeps it, so that its database can be looked at. Others go with the process:
 * what a test opened in its folder is closed after this, and a thread may just be opening its file.
 */
export async function temporaryFolder(t: FolderOwner): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-'));
  t.after(() => {
    if (t.passed) gone.push(folder);
    else t.diagnostic(`kept for a look: ${folder}`);
  });
  return folder;
}
