import { inTurn, type Saying, type Scenario, type Stage } from '../scenario.ts';
import { Cast, type Likelihood } from '../toll-road/cast.ts';
import { buildRoad } from '../toll-road/road.ts';
import { deviceThing, isCase } from '../toll-road/thing.ts';

/** The parts of one wave, and how many reports each of them has. */
const WAVE: readonly { readonly reports: number; readonly likelihood: Likelihood }[] = [
  { reports: 300, likelihood: { fail: 8, worsen: 2, repeat: 4 } },
  { reports: 1_000, likelihood: { repeat: 14, worsen: 3, fail: 2, recover: 1, relapse: 1, 'open-case': 2 } },
  { reports: 500, likelihood: { recover: 9, repeat: 5, ease: 2, relapse: 1, 'open-case': 1 } },
  { reports: 200, likelihood: { repeat: 5, recover: 3, reassure: 2, fail: 1, relapse: 1 } },
];
const PLAZAS = ['plaza-north', 'plaza-south'];

/** A switch goes down and takes its plaza with it; then another one. */
export const storm: Scenario = {
  about: 'a switch goes down and takes its plaza with it, wave after wave',
  rate: 200,
  plan: (stage) => inTurn(waves(stage)),
};

function* waves(stage: Stage): Generator<Saying> {
  const cast = new Cast(buildRoad().map(deviceThing), stage);
  for (;;) {
    yield* plazaGoesDown(cast, stage.random.pick(PLAZAS));
    for (const { reports, likelihood } of WAVE) {
      for (let count = 0; count < reports; count += 1) yield cast.act(likelihood);
    }
  }
}

/** The switch first, then whatever stands behind it. */
function* plazaGoesDown(cast: Cast, plaza: string): Generator<Saying> {
  const there = cast.fine.filter((thing) => thing.about.source === plaza && !isCase(thing));
  const isUplink = (key: string) => key.endsWith('/uplink');
  const uplink = there.find(({ about }) => isUplink(about.key));
  if (uplink) yield cast.fail(uplink, 'error');
  for (const thing of there) if (!isUplink(thing.about.key)) yield cast.fail(thing, 'error');
}
