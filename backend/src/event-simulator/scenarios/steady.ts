import type { Random } from '../random.ts';
import { inTurn, type PlannedReport, type Saying, type Scenario, type Stage } from '../scenario.ts';
import { Cast, type Likelihood } from '../toll-road/cast.ts';
import { buildRoad, type Device } from '../toll-road/road.ts';
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

/** A few that are known for it, so that whoever completes something sees within a minute what a source may say to that. */
const RESTLESS = [
  'plaza-north lane-07/barrier',
  'plaza-north lane-09/camera-front',
  'plaza-south lane-03/gate',
  'gantry-114 link/fibre-a',
  'payments acquirer-2/link',
];
const RESTLESSNESS: Likelihood = { fail: 3, recover: 3, worsen: 2, ease: 0.5, repeat: 2 };
/** Of all reports, those of the restless: each of them says something every ten seconds at the usual rate. */
const FROM_RESTLESS = 0.25;

/** An ordinary day. What people complete comes back now and then: it fails again, or gets worse. */
export const steady: Scenario = {
  about: 'an ordinary day: things fail, go on, recover and fail again',
  rate: 2,
  plan: ordinaryDay,
};

function* ordinaryDay(stage: Stage): Generator<PlannedReport> {
  const { restless = [], others = [] } = Object.groupBy(buildRoad(), (device) =>
    isRestless(device) ? 'restless' : 'others',
  );
  const cast = new Cast(others.map(deviceThing), stage);
  let number = 1;
  if (stage.isEmpty) {
    for (const planned of tellLastHour(cast, stage.random)) {
      yield planned;
      number = planned.number + 1;
    }
  }
  yield* inTurn(live(stage.random, cast, new Cast(restless.map(deviceThing), stage)), number);
}

const isRestless = ({ source, key }: Device): boolean => RESTLESS.includes(`${source} ${key}`);

function* live(random: Random, cast: Cast, restless: Cast): Generator<Saying> {
  for (;;) {
    yield random.chance(FROM_RESTLESS) ? restless.act(RESTLESSNESS) : cast.act(LIKELIHOOD, FAILING);
  }
}
