import type { Random } from '../random.ts';
import type { PlannedReport, Saying } from '../scenario.ts';
import type { Cast } from '../toll-road/cast.ts';
import type { Thing } from '../toll-road/thing.ts';

const THINGS = 60;
const HOUR_MS = 60 * 60 * 1_000;

type Told = Omit<PlannedReport, 'number'>;

/** The hour before the play: sixty things have failed, some went on, some got worse, some are well again. */
export function* tellLastHour(cast: Cast, random: Random): Generator<PlannedReport> {
  const told: Told[] = [];
  const untold = [...cast.fine];
  for (let count = 0; count < THINGS; count += 1) {
    const [thing] = untold.splice(random.between(0, untold.length - 1), 1);
    if (thing) told.push(...tellStory(cast, thing, random));
  }
  // Stable, so that what one thing said stays in its order.
  told.sort((one, other) => other.ageMs - one.ageMs);
  let number = 1;
  for (const one of told) yield { ...one, number: number++ };
}

function tellStory(cast: Cast, thing: Thing, random: Random): Told[] {
  const moments = Array.from({ length: random.between(1, 5) }, () => random.between(5_000, HOUR_MS - 60_000));
  moments.sort((one, other) => other - one);
  const isSettled = moments.length > 1 && random.chance(0.4);
  return moments.map((ageMs, index) => {
    const isLast = index === moments.length - 1;
    return { ageMs, atOnce: true, saying: nextOf(cast, thing, index, isLast && isSettled) };
  });
}

function nextOf(cast: Cast, thing: Thing, index: number, isSettling: boolean): Saying {
  if (index === 0) return cast.fail(thing);
  return isSettling ? cast.recover(thing) : cast.repeat(thing);
}
