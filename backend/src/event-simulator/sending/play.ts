import { setTimeout as wait } from 'node:timers/promises';
import type { PlannedReport } from '../scenario.ts';
import { address, type Addressing } from './outgoing-report.ts';
import type { Lanes } from './lanes.ts';
import { TokenBucket } from './token-bucket.ts';

/** Short against what a person sees, long against what a timer costs. */
const TICK_MS = 25;

export interface PlayOptions extends Addressing {
  readonly plan: Iterable<PlannedReport>;
  readonly lanes: Pick<Lanes, 'push' | 'isFull' | 'settled'>;
  /** Reports a second; those that are planned at once do not count. */
  readonly rate: number;
  /** Ends after so many reports, where the plan does not end before. */
  readonly reports?: number;
  readonly durationMs?: number;
  readonly signal: AbortSignal;
}

/** Sends a plan at its rate until it ends, and waits for the last receipts. */
export async function play(options: PlayOptions): Promise<void> {
  const { lanes, rate, durationMs = Infinity, signal } = options;
  const start = performance.now();
  const startOfDay = Date.now();
  const bucket = new TokenBucket(rate, start);
  const plan = peekable(firstOf(options.plan, options.reports ?? Infinity));

  while (!plan.isDone() && !signal.aborted) {
    const now = performance.now();
    if (now - start >= durationMs) break;
    release(options, plan, bucket, now, startOfDay + (now - start));
    if (!plan.isDone()) await wait(TICK_MS, undefined, { signal }).catch(() => undefined);
  }
  await lanes.settled();
}

/** Sends what may go now. While the service is slow or away the lanes fill up, and nothing goes. */
function release(
  options: PlayOptions,
  plan: Peekable<PlannedReport>,
  bucket: TokenBucket,
  now: number,
  time: number,
) {
  const { lanes } = options;
  let left = bucket.available(now);
  for (let one = plan.peek(); one && !lanes.isFull; one = plan.peek()) {
    if (!one.atOnce) {
      if (left < 1) return;
      left -= 1;
      bucket.spend(1);
    }
    lanes.push(address(one, options, time));
    plan.advance();
  }
}

function* firstOf<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  if (count <= 0) return;
  let given = 0;
  for (const item of items) {
    yield item;
    given += 1;
    if (given >= count) return;
  }
}

interface Peekable<Item> {
  peek(): Item | undefined;
  advance(): void;
  isDone(): boolean;
}

function peekable<Item>(items: Iterable<Item>): Peekable<Item> {
  const iterator = items[Symbol.iterator]();
  let step = iterator.next();
  return {
    peek: () => (step.done ? undefined : step.value),
    advance: () => (step = iterator.next()),
    isDone: () => step.done === true,
  };
}
