import { after, afterEach, type TestContext } from 'node:test';
import type { FolderOwner } from './temporary-folder.ts';

/** What tests of a suite share ends after the last of them. To be called in the suite, not in one of its hooks. */
export function suiteScope(): FolderOwner {
  const ends: (() => unknown)[] = [];
  const said: string[] = [];
  let passed = true;
  // A suite does not know yet whether it passed when what it shares is to end.
  afterEach((t) => {
    passed &&= (t as TestContext).passed;
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
    for (const message of said) process.stdout.write(`${message}\n`);
  });
  return {
    after: (end) => void ends.push(end),
    get passed() {
      return passed;
    },
    diagnostic: (message) => void said.push(message),
  };
}
