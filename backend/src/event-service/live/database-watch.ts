import { UnreachableError } from '../../database-client/index.ts';
import { ProblemError } from '../../service-kit/problem.ts';

export interface WatchOptions {
  /** Resolves when the database service answered anything at all; rejects when it is not there. */
  readonly probe: (signal: AbortSignal) => Promise<unknown>;
  readonly onChange: (health: DatabaseHealth) => void;
}
export interface DatabaseHealth {
  readonly databaseService: 'up' | 'down';
  /** Our clock. */
  readonly since: string;
}

const PROBE_EVERY_MS = 1_000;
/**
 * A stopped process still accepts connections and never answers. With the hint below, a person's request is refused
 * 850 ms after it was made; the service's own promise is to keep its loop free within 200 ms.
 */
const PROBE_WITHIN_MS = 750;
/** A request that waits so long is a hint to look whether anybody is there. */
const HINT_AFTER_MS = 100;

const AWAY = 'The database service does not answer; what is shown may be old.';

/**
 * Whether the database service answers. One probe a second knows it, so no request has to find out by waiting: while it
 * is away, requests are refused at once, and those that wait for it are released.
 */
export class DatabaseWatch {
  private readonly options: WatchOptions;
  private current: DatabaseHealth = { databaseService: 'down', since: new Date().toISOString() };
  private outage = new AbortController();
  private probing: Promise<void> | undefined;
  private next: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(options: WatchOptions) {
    this.options = options;
  }

  get health(): DatabaseHealth {
    return this.current;
  }

  get isUp(): boolean {
    return this.current.databaseService === 'up';
  }

  /** Looks for the first time; from then on every second until `stop`. */
  start(): Promise<void> {
    return this.look();
  }

  /** Requests that were accepted are still answered. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.next);
  }

  /** Something looks wrong: do not wait for the next round. */
  look(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    this.probing ??= this.probeOnce().finally(() => {
      this.probing = undefined;
      if (!this.stopped) this.next = setTimeout(() => void this.look(), PROBE_EVERY_MS);
    });
    return this.probing;
  }

  /** Makes a call only while the service answers, and releases it when the service stops answering meanwhile. */
  async guard<Result>(call: (signal: AbortSignal) => Promise<Result>, { hint = true } = {}): Promise<Result> {
    if (!this.isUp) throw unavailable();
    const timer = hint ? setTimeout(() => void this.look(), HINT_AFTER_MS) : undefined;
    const { signal } = this.outage;
    try {
      return await call(signal);
    } catch (error) {
      if (error instanceof UnreachableError) void this.look();
      else if (!signal.aborted) throw error;
      throw unavailable(error);
    } finally {
      clearTimeout(timer);
    }
  }

  private async probeOnce(): Promise<void> {
    clearTimeout(this.next);
    const giveUp = new AbortController();
    const timer = setTimeout(() => void afterPendingAnswers().then(() => giveUp.abort()), PROBE_WITHIN_MS);
    try {
      await this.options.probe(giveUp.signal);
      this.become('up');
    } catch {
      this.become('down');
    } finally {
      clearTimeout(timer);
    }
  }

  private become(databaseService: 'up' | 'down'): void {
    if (this.current.databaseService === databaseService || this.stopped) return;
    this.current = { databaseService, since: new Date().toISOString() };
    const { outage } = this;
    this.outage = new AbortController();
    if (databaseService === 'down') outage.abort();
    this.options.onChange(this.current);
  }
}

/** When we were busy ourselves, the timer fires before answers that lie in the socket are read: they go first. */
const afterPendingAnswers = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

export const unavailable = (cause?: unknown) => new ProblemError('unavailable', AWAY, { cause });
