import type { Random } from '../random.ts';
import { inTurn, type Saying, type Scenario, type Stage } from '../scenario.ts';
import { Cast, type Likelihood } from '../toll-road/cast.ts';
import { buildRoad } from '../toll-road/road.ts';
import { deviceThing } from '../toll-road/thing.ts';

/** Of all things, those that the outage reaches. */
const REACHED = 0.8;
/** Of those that fail, those that stay behind when the wave passes. */
const LEFT_BEHIND = 0.06;
const DARK: Likelihood = { repeat: 10, worsen: 2 };
const CALM: Likelihood = { reassure: 4, repeat: 3, relapse: 1 };

/** Everything fails, and then recovers place by place within a minute: the board must keep up with good news. */
export const recoveryWave: Scenario = {
  about: 'everything fails, and then recovers place by place',
  rate: 25,
  plan: (stage) => inTurn(outages(stage)),
};

function* outages(stage: Stage): Generator<Saying> {
  const cast = new Cast(buildRoad().map(deviceThing), stage);
  for (;;) {
    yield* goesDark(cast, stage.random);
    for (let count = 0; count < 150; count += 1) yield cast.act(DARK);
    yield* recovers(cast, stage.random);
    for (let count = 0; count < 100; count += 1) yield cast.act(CALM);
  }
}

function* goesDark(cast: Cast, random: Random): Generator<Saying> {
  for (const thing of [...cast.fine]) if (random.chance(REACHED)) yield cast.fail(thing);
}

function* recovers(cast: Cast, random: Random): Generator<Saying> {
  const placeByPlace = cast.failing.toSorted((one, other) => compare(one.about.source, other.about.source));
  for (const thing of placeByPlace) {
    yield random.chance(LEFT_BEHIND) ? cast.repeat(thing) : cast.recover(thing);
  }
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));
