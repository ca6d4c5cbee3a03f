import { setImmediate as nextTurn } from 'node:timers/promises';

/** Some milliseconds of work: a page that is asked for beside a large batch of new events waits for no more at a time. */
const AT_ONCE = 200;

/** The items in slices, each in a turn of its own: what takes long lets others in between. */
export async function* inTurns<T>(items: readonly T[]): AsyncGenerator<readonly T[], void> {
  for (let from = 0; from < items.length; from += AT_ONCE) {
    if (from > 0) await nextTurn();
    yield items.slice(from, from + AT_ONCE);
  }
}
