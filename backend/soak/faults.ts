import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../src/event-simulator/random.ts';
import type { Pace } from './pace.ts';

export interface Fault {
  /** How often in the whole run. */
  readonly times: number;
  readonly strike: () => Promise<void>;
}

const LOOK_EVERY_MS = 20;
/** What happens after this share of a run happens to nobody. */
const LAST_SHARE = 0.95;

/** Lets each fault strike as often as it shall, at random moments of the run, one after the other. */
export async function strikeAll(faults: readonly Fault[], pace: Pace, random: Random): Promise<void> {
  const plan = faults
    .flatMap(({ times, strike }) =>
      Array.from({ length: times }, () => ({ at: random.next() * LAST_SHARE, strike })),
    )
    .sort((a, b) => a.at - b.at);
  for (const { at, strike } of plan) {
    while (pace.share() < at) await wait(LOOK_EVERY_MS);
    await strike();
  }
}
