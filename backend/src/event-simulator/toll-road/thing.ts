import type { Status } from '@signalbox/contracts/vocabulary';
import { createRandom, type Random } from '../random.ts';
import type { Saying } from '../scenario.ts';
import { CASE_KINDS } from './cases.ts';
import { fillPhrase } from './phrase.ts';
import type { Device } from './road.ts';
import { TROUBLES, type Trouble } from './troubles.ts';

export type FailingStatus = Exclude<Status, 'ok'>;

/** Something that sources report about, and how it is. */
export interface Thing {
  readonly about: Omit<Saying, 'status' | 'message'>;
  readonly troubles: readonly Trouble[];
  /** A case is settled once and does not come back; its figures (plate, amount) stay what they are. */
  readonly caseFigures?: number;
  trouble: Trouble;
  status: Status;
  message: string;
}

export function deviceThing({ source, key, type, attributes }: Device): Thing {
  const troubles: readonly Trouble[] = TROUBLES[type];
  return {
    about: { source, key, type, attributes: { ...attributes } },
    troubles,
    trouble: troubles[0] as Trouble,
    status: 'ok',
    message: '',
  };
}

/** A new case: `passage/K3F9-00042`. */
export function caseThing(random: Random, run: string, number: number): Thing {
  const { sources, prefix, type, trouble } = random.pick(CASE_KINDS);
  const name = `${run.toUpperCase()}-${String(number).padStart(5, '0')}`;
  return {
    about: {
      source: random.pick(sources),
      key: `${prefix}/${name}`,
      type,
      attributes: { case: name, road: 'A7' },
    },
    troubles: [trouble],
    caseFigures: random.between(0, 2 ** 32 - 1),
    trouble,
    status: 'ok',
    message: '',
  };
}

export const isCase = ({ caseFigures }: Thing): boolean => caseFigures !== undefined;
export const isFailing = ({ status }: Thing): boolean => status !== 'ok';

export function fail(thing: Thing, random: Random, status: FailingStatus): Saying {
  thing.trouble = random.pick(thing.troubles);
  return say(thing, random, status);
}

/** The same trouble at another status, in other words. */
export function say(thing: Thing, random: Random, status: Status): Saying {
  thing.status = status;
  const figures = thing.caseFigures === undefined ? random : createRandom(thing.caseFigures);
  thing.message = fillPhrase(thing.trouble[status], figures);
  return sayAgain(thing);
}

/** The very same again. */
export function sayAgain({ about, status, message }: Thing): Saying {
  return { ...about, status, message };
}
