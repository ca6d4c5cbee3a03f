import { setTimeout as wait } from 'node:timers/promises';
import type { BrokerObserver } from './message-broker.ts';

/** A broker without room, or on its way back: how often it is asked again. */
const AGAIN_AFTER_MS = 500;

export interface UntilDone {
  readonly isWanted: () => boolean;
  readonly observer: Pick<BrokerObserver, 'connected' | 'lost'>;
}

/** Tries until it is done, or until it is no longer wanted: whether it is done. Tells what keeps it from being done. */
export async function untilDone(
  attempt: () => Promise<void>,
  { isWanted, observer }: UntilDone,
): Promise<boolean> {
  while (isWanted()) {
    try {
      await attempt();
      observer.connected();
      return true;
    } catch (error) {
      if (isWanted()) observer.lost((error as Error).message);
      await wait(AGAIN_AFTER_MS);
    }
  }
  return false;
}
