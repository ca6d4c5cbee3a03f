import type { ChangesAnswer } from '@signalbox/contracts';

/** What the tail heard at once: everything that changed between two places of the feed. */
export interface ChangeBatch extends ChangesAnswer {
  /** The place that it follows; `cursor` is where it ends. */
  readonly after: string;
}
