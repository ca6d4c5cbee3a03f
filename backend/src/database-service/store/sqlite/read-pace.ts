import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Whoever wrote as long ago as this writes again soon. */
const LATELY_MS = 100;
/** Of the thread that answers, a reader of much takes a third at most while somebody writes. */
const REST_FOR_WORK = 2;

/** How whoever reads much lets others in between. */
export interface ReadPace {
  /** Somebody writes. */
  wrote(): void;
  /** To be awaited after so many milliseconds of reading. */
  rest(workedMs: number): Promise<void>;
}

export function createReadPace(now = () => performance.now(), wait: Wait = sleep): ReadPace {
  let lastWrite = -Infinity;
  return {
    wrote() {
      lastWrite = now();
    },
    rest: (workedMs) =>
      now() - lastWrite < LATELY_MS ? wait(Math.max(1, REST_FOR_WORK * workedMs)) : nextTurn(),
  };
}

type Wait = (milliseconds: number) => Promise<void>;
