import { setTimeout as wait } from 'node:timers/promises';
import { type BrokerObserver, BrokerRefusal } from './message-broker.ts';

/** A broker that was restarted is found again within this time of listening again, and one that stays away is not stormed. */
const FIRST_PAUSE_MS = 100;
export const LONGEST_PAUSE_MS = 2_000;
/**
 * Nobody on the same network needs longer to answer, and an election among three takes about so long. With the longest pause
 * it makes less than the ten seconds after which a broker that is back is used again.
 */
export const ANSWER_WITHIN_MS = 5_000;

/** Something that is open until it is lost. */
export interface Opened {
  /** Why it was lost. */
  readonly lost: Promise<string>;
  close(): Promise<void>;
}

/** What is opened again, with growing pauses, whenever it is lost or cannot be opened. */
export interface Kept<Resource extends Opened> {
  /** Resolves after the first attempt, and rejects where that was refused. */
  readonly firstTried: Promise<void>;
  /** The one that is open, as soon as there is one; rejects once closed. */
  opened(): Promise<Resource>;
  close(): Promise<void>;
}

export function keepOpen<Resource extends Opened>(
  open: () => Promise<Resource>,
  observer: BrokerObserver,
  pause: Pause = (ms, signal) => wait(ms, undefined, { signal }),
): Kept<Resource> {
  return new Keeper(open, observer, pause);
}

type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

class Keeper<Resource extends Opened> implements Kept<Resource> {
  private readonly open: () => Promise<Resource>;
  private readonly observer: BrokerObserver;
  private readonly pause: Pause;
  private readonly closing = new AbortController();
  private readonly first = Promise.withResolvers<void>();
  private next = unhandled<Resource>();
  private current: Resource | undefined;
  private readonly running: Promise<void>;

  constructor(open: () => Promise<Resource>, observer: BrokerObserver, pause: Pause) {
    this.open = open;
    this.observer = observer;
    this.pause = pause;
    this.first.promise.catch(() => undefined);
    this.running = this.run();
  }

  get firstTried(): Promise<void> {
    return this.first.promise;
  }

  opened(): Promise<Resource> {
    return this.next.promise;
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.next.reject(new Error('The line to the broker is closed.'));
    await this.current?.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const since = performance.now();
      const wasOpen = await this.holdOne();
      // What opens and is lost at once is not there in earnest.
      if (wasOpen && performance.now() - since > LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
      await this.pause(pauseMs * (0.5 + Math.random() / 2), signal).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
    this.first.resolve();
  }

  /** Whether one was open, until it was lost. */
  private async holdOne(): Promise<boolean> {
    try {
      const one = await this.open();
      if (this.closing.signal.aborted) {
        await one.close();
        return true;
      }
      this.current = one;
      this.observer.connected();
      this.next.resolve(one);
      this.first.resolve();
      const reason = await one.lost;
      this.current = undefined;
      if (this.closing.signal.aborted) return true;
      this.next = unhandled();
      this.observer.lost(reason);
      return true;
    } catch (error) {
      this.tell(error);
      return false;
    }
  }

  private tell(error: unknown): void {
    if (this.closing.signal.aborted) return;
    if (error instanceof BrokerRefusal) {
      this.first.reject(error);
      this.observer.refused(error);
    } else {
      this.observer.lost(error instanceof Error ? error.message : String(error));
      this.first.resolve();
    }
  }
}

/** Nobody need wait for it. */
function unhandled<Resource>() {
  const resolvers = Promise.withResolvers<Resource>();
  resolvers.promise.catch(() => undefined);
  return resolvers;
}
