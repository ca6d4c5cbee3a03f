import { after } from 'node:test';
import type { Scope } from './start-process.ts';

/** What tests of a suite share ends after the last of them. To be called in the suite, not in one of its hooks. */
export function suiteScope(): Scope {
  const ends: (() => Promise<unknown>)[] = [];
  after(async () => {
    for (const end of ends.reverse()) await end();
  });
  return { after: (end) => void ends.push(end) };
}
