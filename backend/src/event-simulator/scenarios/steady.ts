import { inTurn, type PlannedReport, type Saying, type Scenario, type Stage } from '../scenario.ts';
import { Cast, type Likelihood } from '../toll-road/cast.ts';
import { buildRoad } from '../toll-road/road.ts';
import { deviceThing } from '../toll-road/thing.ts';
import { tellLastHour } from './opening.ts';

const LIKELIHOOD: Likelihood = {
  repeat: 9,
  fail: 2.5,
  relapse: 2.5,
  recover: 4.5,
  worsen: 2,
  ease: 0.7,
  reassure: 1,
  'open-case': 0.8,
};
/** As many as a board shows on one page, so that most of them are seen to go on. */
const FAILING = { failingLeast: 22, failingMost: 45 };

/** An ordinary day. What people complete comes back now and then: it fails again, or gets worse. */
export const steady: Scenario = {
  about: 'an ordinary day: things fail, go on, recover and fail again',
  rate: 2,
  plan: ordinaryDay,
};

function* ordinaryDay(stage: Stage): Generator<PlannedReport> {
  const cast = new Cast(buildRoad().map(deviceThing), stage);
  let number = 1;
  if (stage.isEmpty) {
    for (const planned of tellLastHour(cast, stage.random)) {
      yield planned;
      number = planned.number + 1;
    }
  }
  yield* inTurn(live(cast), number);
}

function* live(cast: Cast): Generator<Saying> {
  for (;;) yield cast.act(LIKELIHOOD, FAILING);
}
