import type { ChangeSignal } from '../change-signal.ts';
import type { EventStore, StoreContext } from '../store/event-store.ts';
import type { ServiceMetrics } from '../metrics.ts';
import type { WriteQueue } from '../write-queue.ts';

/** What the routes work with. */
export interface Parts {
  readonly store: EventStore;
  readonly queue: WriteQueue;
  readonly changes: ChangeSignal;
  readonly context: StoreContext;
  readonly metrics: ServiceMetrics;
  /** Aborted when the service closes: whoever waits or streams ends. */
  readonly closing: AbortSignal;
  /** Milliseconds without a byte of a body that is read as it comes, after which its sender is given up. */
  readonly bodyIdleMs: number;
  /** Whether an answer may go on and on. */
  readonly streams: boolean;
  /** How long an answer may be held back until something changes; whoever asks for more gets this. */
  readonly waitSecondsMost: number;
}
