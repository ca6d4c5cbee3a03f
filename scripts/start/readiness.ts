import { setTimeout as wait } from 'node:timers/promises';
import { Sentence } from '../bootstrap/sentence.mjs';

const boundMs = 30_000;
const pauseMs = 50;
const answerBoundMs = 2_000;

async function isReady(address: string, signal: AbortSignal): Promise<boolean> {
  try {
    const bound = AbortSignal.any([signal, AbortSignal.timeout(answerBoundMs)]);
    return (await fetch(new URL('/readyz', address), { signal: bound })).ok;
  } catch {
    return false; // not listening yet, or cut off while it starts
  }
}

/** Waits until the service answers that it can do its work. */
export async function waitUntilReady(name: string, address: string, signal: AbortSignal): Promise<void> {
  const end = performance.now() + boundMs;
  while (!(await isReady(address, signal))) {
    signal.throwIfAborted();
    if (performance.now() > end) {
      throw new Sentence(`The ${name} listens on ${address} but was not ready within ${boundMs / 1000} s.`);
    }
    await wait(pauseMs);
  }
}
