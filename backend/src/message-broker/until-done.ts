import { setTimeout as wait } from 'node:timers/promises';

/** A broker without room, or on its way back: how often it is asked again. */
const AGAIN_AFTER_MS = 500;

/** Tries until it is done, or until it is no longer wanted: whether it is done. */
export async function untilDone(attempt: () => Promise<void>, isWanted: () => boolean): Promise<boolean> {
  while (isWanted()) {
    try {
      await attempt();
      return true;
    } catch {
      await wait(AGAIN_AFTER_MS); // the line to the broker tells what is wrong with it
    }
  }
  return false;
}
