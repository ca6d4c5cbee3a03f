import type { Random } from './random.ts';
import type { PlannedReport, Saying } from './scenario.ts';
import { caseThing, fail, isFailing, say, sayAgain, type Thing } from './toll-road/thing.ts';

export interface BackfillOptions {
  readonly random: Random;
  readonly run: string;
  /** How many events. */
  readonly events: number;
  /** The past period over which they are spread. */
  readonly overMs: number;
}

const MINUTE_MS = 60_000;

/** Cases of a past period, oldest first, each with what was said of it. Ends. */
export function* planBackfill({ random, run, events, overMs }: BackfillOptions): Generator<PlannedReport> {
  let number = 1;
  for (let index = 0; index < events; index += 1) {
    const thing = caseThing(random, run, index + 1);
    let ageMs = Math.round(overMs * (1 - index / events));
    for (const saying of tellCase(thing, random)) {
      yield { number: number++, saying, ageMs, atOnce: true };
      ageMs = Math.max(0, ageMs - random.between(MINUTE_MS, 15 * MINUTE_MS));
    }
  }
}

/** Most cases are settled in the end. */
function* tellCase(thing: Thing, random: Random): Generator<Saying> {
  yield fail(thing, random, random.chance(0.3) ? 'error' : 'warning');
  for (let more = random.between(0, 2); more > 0; more -= 1) {
    yield random.chance(0.5) ? say(thing, random, 'error') : sayAgain(thing);
  }
  if (isFailing(thing) && random.chance(0.85)) yield say(thing, random, 'ok');
}
