import { inTurn, type Saying, type Scenario, type Stage } from '../scenario.ts';
import { Cast, type Likelihood } from '../toll-road/cast.ts';
import { buildRoad } from '../toll-road/road.ts';
import { deviceThing } from '../toll-road/thing.ts';

const THINGS = 12;
const LIKELIHOOD: Likelihood = { fail: 6, recover: 6, worsen: 2, ease: 1, repeat: 2 };

/** A few things that cannot decide: what is completed here does not stay so for long. */
export const flapping: Scenario = {
  about: 'a dozen things that fail and recover all the time',
  rate: 5,
  plan: (stage) => inTurn(indecision(stage)),
};

function* indecision(stage: Stage): Generator<Saying> {
  const road = buildRoad();
  const things = new Set<(typeof road)[number]>();
  while (things.size < THINGS) things.add(stage.random.pick(road));
  const cast = new Cast([...things].map(deviceThing), stage);
  for (;;) yield cast.act(LIKELIHOOD);
}
