import type { Random } from '../random.ts';
import type { Saying } from '../scenario.ts';
import {
  caseThing,
  fail,
  isCase,
  isFailing,
  say,
  sayAgain,
  type FailingStatus,
  type Thing,
} from './thing.ts';

/** What can happen next on the road. */
export type Deed =
  | 'fail' // something fine begins to fail
  | 'relapse' // something that has just recovered fails again
  | 'repeat' // something goes on failing
  | 'worsen'
  | 'ease'
  | 'recover'
  | 'reassure' // something fine says that it is fine
  | 'open-case'; // a numbered case begins

export type Likelihood = Readonly<Partial<Record<Deed, number>>>;

export interface CastOptions {
  /** Things that fail at once: fewer, and something fails instead of recovering. */
  readonly failingLeast?: number;
  readonly failingMost?: number;
}

/** How many that have recovered last are remembered, to fail again. */
const REMEMBERED = 12;
/** Of repeats, those that come with new figures; the others say the very same. */
const NEW_FIGURES = 0.35;
/** Of what begins to fail, what begins as an error at once. */
const ERROR_AT_ONCE = 0.4;

/** The things of a play, and what they do. Everything that happens is drawn from `random`. */
export class Cast {
  readonly #random: Random;
  readonly #run: string;
  readonly #fine: Thing[];
  readonly #failing: Thing[] = [];
  #recovered: Thing[] = [];
  #cases = 0;

  constructor(things: readonly Thing[], { random, run }: { random: Random; run: string }) {
    this.#random = random;
    this.#run = run;
    this.#fine = [...things];
  }

  get failing(): readonly Thing[] {
    return this.#failing;
  }

  get fine(): readonly Thing[] {
    return this.#fine;
  }

  /** One deed as likely as said; what cannot be done gives way to what can. */
  act(likelihood: Likelihood, { failingLeast = 0, failingMost = Infinity }: CastOptions = {}): Saying {
    const deed = this.#random.weighted(likelihood as Record<Deed, number>);
    if (deed === 'recover' && this.#failing.length <= failingLeast) return this.#do('fail');
    if ((deed === 'fail' || deed === 'open-case') && this.#failing.length >= failingMost)
      return this.#do('recover');
    return this.#do(deed);
  }

  fail(
    thing: Thing,
    status: FailingStatus = this.#random.chance(ERROR_AT_ONCE) ? 'error' : 'warning',
  ): Saying {
    this.#move(thing, this.#fine, this.#failing);
    this.#recovered = this.#recovered.filter((one) => one !== thing);
    return fail(thing, this.#random, status);
  }

  recover(thing: Thing): Saying {
    this.#move(thing, this.#failing, isCase(thing) ? [] : this.#fine);
    if (!isCase(thing)) this.#recovered = [...this.#recovered, thing].slice(-REMEMBERED);
    return say(thing, this.#random, 'ok');
  }

  repeat(thing: Thing): Saying {
    const { status } = thing;
    return this.#random.chance(NEW_FIGURES) ? say(thing, this.#random, status) : sayAgain(thing);
  }

  openCase(): Saying {
    this.#cases += 1;
    const thing = caseThing(this.#random, this.#run, this.#cases);
    this.#fine.push(thing);
    return this.fail(thing);
  }

  #do(deed: Deed): Saying {
    const done = this.#deeds[deed]();
    if (done) return done;
    if (this.#failing.length > 0) return this.repeat(this.#random.pick(this.#failing));
    return this.#fine.length > 0 ? this.fail(this.#random.pick(this.#fine)) : this.openCase();
  }

  /** Each gives undefined where nothing is there to do it with. */
  readonly #deeds: Readonly<Record<Deed, () => Saying | undefined>> = {
    fail: () => this.#with(this.#fine, (thing) => this.fail(thing)),
    relapse: () => this.#with(this.#recovered, (thing) => this.fail(thing)),
    repeat: () => this.#with(this.#failing, (thing) => this.repeat(thing)),
    worsen: () => this.#with(this.#failing, (thing) => say(thing, this.#random, 'error')),
    ease: () => this.#with(this.#failing, (thing) => say(thing, this.#random, 'warning')),
    recover: () => this.#with(this.#failing, (thing) => this.recover(thing)),
    reassure: () => this.#with(this.#fine, (thing) => this.#reassure(thing)),
    'open-case': () => this.openCase(),
  };

  #with(things: readonly Thing[], doIt: (thing: Thing) => Saying): Saying | undefined {
    return things.length > 0 ? doIt(this.#random.pick(things)) : undefined;
  }

  #reassure(thing: Thing): Saying {
    return thing.message === '' || this.#random.chance(NEW_FIGURES)
      ? say(thing, this.#random, 'ok')
      : sayAgain(thing);
  }

  /** Order within a pool does not matter: the last one takes the place of the one that goes. */
  #move(thing: Thing, from: Thing[], to: Thing[]) {
    const place = from.indexOf(thing);
    if (place < 0) throw new Error(`${thing.about.key} is ${isFailing(thing) ? 'failing' : 'fine'} already`);
    const last = from.pop() as Thing;
    if (last !== thing) from[place] = last;
    to.push(thing);
  }
}
