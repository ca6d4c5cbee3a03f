import type { Random } from '../random.ts';
import { inTurn, type PlannedReport, type Saying, type Scenario, type Stage } from '../scenario.ts';
import { Cast, type Likelihood } from '../toll-road/cast.ts';
import { buildRoad } from '../toll-road/road.ts';
import { deviceThing } from '../toll-road/thing.ts';

/** Few things, so that a report that is late meets a newer one of the same thing. */
const SOURCE = 'gantry-114';
const LIKELIHOOD: Likelihood = { repeat: 8, fail: 3, recover: 3, worsen: 2, ease: 1, 'open-case': 0.3 };

const HELD_BACK = 0.12;
const SENT_AGAIN = 0.1;
const CLOCK_AHEAD = 0.02;
/** The line was down for this long. */
const HELD_BACK_MS = { least: 20_000, most: 5 * 60_000 };
/** More than a service forgives. */
const CLOCK_AHEAD_MS = { least: 6 * 60_000, most: 30 * 60_000 };

/** A bad line: reports come late, twice, out of order, and from clocks that are ahead. */
export const lateAndDuplicate: Scenario = {
  about: 'a bad line: reports that come late, twice, out of order, or from a clock ahead',
  rate: 20,
  plan: (stage) =>
    sendAgain(holdBack(setClocksAhead(inTurn(gantry(stage)), stage.random), stage.random), stage.random),
};

function* gantry(stage: Stage): Generator<Saying> {
  const devices = buildRoad().filter(({ source }) => source === SOURCE);
  const cast = new Cast(devices.map(deviceThing), stage);
  for (;;) yield cast.act(LIKELIHOOD);
}

function* setClocksAhead(planned: Iterable<PlannedReport>, random: Random): Generator<PlannedReport> {
  for (const one of planned) {
    const aheadMs = random.between(CLOCK_AHEAD_MS.least, CLOCK_AHEAD_MS.most);
    yield random.chance(CLOCK_AHEAD) ? { ...one, ageMs: -aheadMs } : one;
  }
}

/** Some wait on the line while others pass them. */
function* holdBack(planned: Iterable<PlannedReport>, random: Random): Generator<PlannedReport> {
  const held: { readonly one: PlannedReport; left: number }[] = [];
  for (const one of planned) {
    if (random.chance(HELD_BACK)) held.push({ one, left: random.between(3, 40) });
    else yield one;
    for (const waiting of held) waiting.left -= 1;
    while (held[0] && held[0].left <= 0) {
      const ageMs = random.between(HELD_BACK_MS.least, HELD_BACK_MS.most);
      yield { ...(held.shift() as (typeof held)[number]).one, ageMs };
    }
  }
}

/** Some are sent again a little later, with the same number: the sender never saw the receipt. */
function* sendAgain(planned: Iterable<PlannedReport>, random: Random): Generator<PlannedReport> {
  const recent: PlannedReport[] = [];
  for (const one of planned) {
    yield one;
    recent.push(one);
    if (recent.length > 30) recent.shift();
    if (random.chance(SENT_AGAIN)) yield random.pick(recent);
  }
}
