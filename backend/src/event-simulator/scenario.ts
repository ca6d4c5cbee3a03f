import type { EventReport } from '@signalbox/contracts';
import type { Random } from './random.ts';

/** What a source says of one of its things. */
export type Saying = Required<
  Pick<EventReport, 'source' | 'key' | 'type' | 'status' | 'message' | 'attributes'>
>;

/** One report of a play. It knows no clock: times are counted back from the moment it is sent. */
export interface PlannedReport {
  /** Its identity within the run; a report that is sent twice keeps its number. */
  readonly number: number;
  readonly saying: Saying;
  /** How long before it is sent the source said so; negative where the source's clock is ahead. */
  readonly ageMs: number;
  /** Whether it goes out without waiting for its turn: the scene is set before the play begins. */
  readonly atOnce: boolean;
}

export interface Stage {
  readonly random: Random;
  /** Part of the keys of numbered cases, so that every run has cases of its own. */
  readonly run: string;
  /** Whether nothing was reported before, so that the play may begin with an hour of history. */
  readonly isEmpty: boolean;
}

/** A play: which reports are made, in which order. Endless; the same stage gives the same play. */
export interface Scenario {
  readonly about: string;
  /** Reports a second, where nothing else is asked for. */
  readonly rate: number;
  plan(stage: Stage): Iterable<PlannedReport>;
}

/** Numbers what is said in its order; it is sent in its turn, as it is said. */
export function* inTurn(sayings: Iterable<Saying>, firstNumber = 1): Generator<PlannedReport> {
  let number = firstNumber;
  for (const saying of sayings) yield { number: number++, saying, ageMs: 0, atOnce: false };
}
