import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';

/** A folder of the test's own, gone after it; a failed test keeps it, so that its database can be looked at. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-'));
  t.after(async () => {
    if (t.passed) await rm(folder, { recursive: true, force: true });
    else t.diagnostic(`kept for a look: ${folder}`);
  });
  return folder;
}
